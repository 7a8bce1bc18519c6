-- The statements of the release before migration 0007, except for most orders of lists.

-- tasks_by_user_id_and_id
-- $ user_id, id
SELECT tasks.user_id, tasks.id, tasks.title, tasks.description, tasks.status, tasks.priority, tasks.due_at, tasks.completed_at, tasks.created_at, tasks.updated_at, tasks.version, tasks.creation_digest
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), tasks
WHERE tasks.user_id = given.user_id AND tasks.id = given.id

-- tasks_by_id
-- $ id
SELECT tasks.user_id, tasks.id, tasks.title, tasks.description, tasks.status, tasks.priority, tasks.due_at, tasks.completed_at, tasks.created_at, tasks.updated_at, tasks.version, tasks.creation_digest
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(id, n), tasks
WHERE tasks.id = given.id

-- users_by_id
-- $ id
SELECT users.id, users.email, users.password_hash, users.created_at, users.disabled_at, users.version
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(id, n), users
WHERE users.id = given.id

-- users_by_email
-- $ email
SELECT users.id, users.email, users.password_hash, users.created_at, users.disabled_at, users.version
FROM unnest($1::TEXT[]) WITH ORDINALITY AS given(email, n), users
WHERE users.email = given.email

-- sessions_by_user_id_and_id
-- $ user_id, id
SELECT sessions.user_id, sessions.id, sessions.created_at, sessions.last_used_at, sessions.expires_at, sessions.ended_at, sessions.user_agent, sessions.address, sessions.generation, sessions.token_digest, sessions.rotated_at, sessions.sealed_successor, sessions.version
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), sessions
WHERE sessions.user_id = given.user_id AND sessions.id = given.id

-- sessions_by_user_id_newest_first
-- $ user_id
SELECT sessions.user_id, sessions.id, sessions.created_at, sessions.last_used_at, sessions.expires_at, sessions.ended_at, sessions.user_agent, sessions.address, sessions.generation, sessions.token_digest, sessions.rotated_at, sessions.sealed_successor, sessions.version
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(user_id, n), sessions
WHERE sessions.user_id = given.user_id ORDER BY sessions.created_at DESC, sessions.id DESC

-- personal_access_tokens_by_user_id_and_id
-- $ user_id, id
SELECT personal_access_tokens.user_id, personal_access_tokens.id, personal_access_tokens.name, personal_access_tokens.scopes, personal_access_tokens.created_at, personal_access_tokens.expires_at, personal_access_tokens.last_used_at, personal_access_tokens.digest, personal_access_tokens.version
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), personal_access_tokens
WHERE personal_access_tokens.user_id = given.user_id AND personal_access_tokens.id = given.id

-- personal_access_tokens_by_user_id_newest_first
-- $ user_id
SELECT personal_access_tokens.user_id, personal_access_tokens.id, personal_access_tokens.name, personal_access_tokens.scopes, personal_access_tokens.created_at, personal_access_tokens.expires_at, personal_access_tokens.last_used_at, personal_access_tokens.digest, personal_access_tokens.version
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(user_id, n), personal_access_tokens
WHERE personal_access_tokens.user_id = given.user_id ORDER BY personal_access_tokens.created_at DESC, personal_access_tokens.id DESC

-- receipts_by_user_id_and_route_and_key
-- $ user_id, route, key
SELECT receipts.user_id, receipts.route, receipts.key, receipts.fingerprint, receipts.status, receipts.headers, receipts.body, receipts.created_at, receipts.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS given(user_id, route, key, n), receipts
WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key

-- allowances_by_subject
-- $ subject
SELECT allowances.subject, allowances.used, allowances.since, allowances.until, allowances.version
FROM unnest($1::TEXT[]) WITH ORDINALITY AS given(subject, n), allowances
WHERE allowances.subject = given.subject

-- change_counters_by_user_id
-- $ user_id
SELECT change_counters.user_id, change_counters.latest
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(user_id, n), change_counters
WHERE change_counters.user_id = given.user_id

-- users_all
-- $ none
SELECT users.id, users.email, users.password_hash, users.created_at, users.disabled_at, users.version
FROM users ORDER BY users.created_at, users.id

-- tasks_page_by_created_at_desc
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, page.creation_digest, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version, tasks.creation_digest AS creation_digest
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- tasks_page_by_created_at_desc_after
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, page.creation_digest, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TIMESTAMP WITH TIME ZONE[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version, tasks.creation_digest AS creation_digest
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.created_at, tasks.id) < (given.value, given.id) ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- tasks_page_by_due_at_filtered
-- $ owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, page.creation_digest, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::BOOLEAN[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::INTEGER[], $10::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version, tasks.creation_digest AS creation_digest
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (given.has_due IS NULL OR (tasks.due_at IS NOT NULL) = given.has_due) AND (given.updated_after IS NULL OR tasks.updated_at > given.updated_after) AND (given.completed_after IS NULL OR tasks.completed_at > given.completed_after) ORDER BY coalesce(tasks.due_at, 'infinity'::timestamptz) ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- tasks_page_by_due_at_desc
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, page.creation_digest, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version, tasks.creation_digest AS creation_digest
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY coalesce(tasks.due_at, '-infinity'::timestamptz) DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- tasks_page_by_title_searched
-- $ owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, page.creation_digest, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::BOOLEAN[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TEXT[], $10::INTEGER[], $11::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version, tasks.creation_digest AS creation_digest
FROM tasks
WHERE tasks.user_id IS NOT DISTINCT FROM given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (given.has_due IS NULL OR (tasks.due_at IS NOT NULL) = given.has_due) AND (given.updated_after IS NULL OR tasks.updated_at > given.updated_after) AND (given.completed_after IS NULL OR tasks.completed_at > given.completed_after) AND (tasks.terms @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.title_key ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- tasks_count
-- $ owner
SELECT (SELECT count(*) AS count_1
FROM tasks
WHERE tasks.user_id = given.owner) AS anon_1
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(owner, n) ORDER BY given.n

-- tasks_count_filtered
-- $ owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after
SELECT (SELECT count(*) AS count_1
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (given.has_due IS NULL OR (tasks.due_at IS NOT NULL) = given.has_due) AND (given.updated_after IS NULL OR tasks.updated_at > given.updated_after) AND (given.completed_after IS NULL OR tasks.completed_at > given.completed_after)) AS anon_1
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::BOOLEAN[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after, n) ORDER BY given.n

-- tasks_count_searched
-- $ owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after, search
SELECT (SELECT count(*) AS count_1
FROM tasks
WHERE tasks.user_id IS NOT DISTINCT FROM given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (given.has_due IS NULL OR (tasks.due_at IS NOT NULL) = given.has_due) AND (given.updated_after IS NULL OR tasks.updated_at > given.updated_after) AND (given.completed_after IS NULL OR tasks.completed_at > given.completed_after) AND (tasks.terms @@ CAST(given.search AS TSQUERY))) AS anon_1
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::BOOLEAN[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TEXT[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, has_due, updated_after, completed_after, search, n) ORDER BY given.n

-- users_lock
-- $ id
SELECT users.id
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(id, n), users
WHERE users.id = given.id ORDER BY users.id FOR UPDATE OF users

-- users_add_alone
-- $ id, email, password_hash, created_at, disabled_at, version
INSERT INTO users (id, email, password_hash, created_at, disabled_at, version) SELECT given.id, given.email, given.password_hash, given.created_at, given.disabled_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[]) WITH ORDINALITY AS given(id, email, password_hash, created_at, disabled_at, version, n) RETURNING users.id

-- users_add
-- $ id, email, password_hash, created_at, disabled_at, version
INSERT INTO users (id, email, password_hash, created_at, disabled_at, version) SELECT given.id, given.email, given.password_hash, given.created_at, given.disabled_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[]) WITH ORDINALITY AS given(id, email, password_hash, created_at, disabled_at, version, n) ON CONFLICT DO NOTHING RETURNING users.id

-- users_save
-- $ id, email, password_hash, created_at, disabled_at, version
UPDATE users SET email=given.email, password_hash=given.password_hash, created_at=given.created_at, disabled_at=given.disabled_at, version=given.version FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[]) WITH ORDINALITY AS given(id, email, password_hash, created_at, disabled_at, version, n) WHERE users.id = given.id AND users.version = given.version - 1 RETURNING users.id

-- users_remove
-- $ id, version
DELETE FROM users USING unnest($1::UUID[], $2::INTEGER[]) WITH ORDINALITY AS given(id, version, n) WHERE users.id = given.id AND users.version = given.version RETURNING users.id

-- users_expect
-- $ id, version
SELECT users.id
FROM unnest($1::UUID[], $2::INTEGER[]) WITH ORDINALITY AS given(id, version, n), users
WHERE users.id = given.id AND users.version = given.version ORDER BY users.id FOR SHARE OF users

-- sessions_lock
-- $ user_id, id
SELECT sessions.user_id, sessions.id
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), sessions
WHERE sessions.user_id = given.user_id AND sessions.id = given.id ORDER BY sessions.user_id, sessions.id FOR UPDATE OF sessions

-- sessions_add_alone
-- $ user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version
INSERT INTO sessions (user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version) SELECT given.user_id, given.id, given.created_at, given.last_used_at, given.expires_at, given.ended_at, given.user_agent, given.address, given.generation, given.token_digest, given.rotated_at, given.sealed_successor, given.version
FROM unnest($1::UUID[], $2::UUID[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TEXT[], $8::TEXT[], $9::INTEGER[], $10::BYTEA[], $11::TIMESTAMP WITH TIME ZONE[], $12::BYTEA[], $13::INTEGER[]) WITH ORDINALITY AS given(user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version, n) RETURNING sessions.user_id, sessions.id

-- sessions_add
-- $ user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version
INSERT INTO sessions (user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version) SELECT given.user_id, given.id, given.created_at, given.last_used_at, given.expires_at, given.ended_at, given.user_agent, given.address, given.generation, given.token_digest, given.rotated_at, given.sealed_successor, given.version
FROM unnest($1::UUID[], $2::UUID[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TEXT[], $8::TEXT[], $9::INTEGER[], $10::BYTEA[], $11::TIMESTAMP WITH TIME ZONE[], $12::BYTEA[], $13::INTEGER[]) WITH ORDINALITY AS given(user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version, n) ON CONFLICT DO NOTHING RETURNING sessions.user_id, sessions.id

-- sessions_save
-- $ user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version
UPDATE sessions SET created_at=given.created_at, last_used_at=given.last_used_at, expires_at=given.expires_at, ended_at=given.ended_at, user_agent=given.user_agent, address=given.address, generation=given.generation, token_digest=given.token_digest, rotated_at=given.rotated_at, sealed_successor=given.sealed_successor, version=given.version FROM unnest($1::UUID[], $2::UUID[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TEXT[], $8::TEXT[], $9::INTEGER[], $10::BYTEA[], $11::TIMESTAMP WITH TIME ZONE[], $12::BYTEA[], $13::INTEGER[]) WITH ORDINALITY AS given(user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version, n) WHERE sessions.user_id = given.user_id AND sessions.id = given.id AND sessions.version = given.version - 1 RETURNING sessions.user_id, sessions.id

-- sessions_remove
-- $ user_id, id, version
DELETE FROM sessions USING unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n) WHERE sessions.user_id = given.user_id AND sessions.id = given.id AND sessions.version = given.version RETURNING sessions.user_id, sessions.id

-- sessions_expect
-- $ user_id, id, version
SELECT sessions.user_id, sessions.id
FROM unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n), sessions
WHERE sessions.user_id = given.user_id AND sessions.id = given.id AND sessions.version = given.version ORDER BY sessions.user_id, sessions.id FOR SHARE OF sessions

-- personal_access_tokens_lock
-- $ user_id, id
SELECT personal_access_tokens.user_id, personal_access_tokens.id
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), personal_access_tokens
WHERE personal_access_tokens.user_id = given.user_id AND personal_access_tokens.id = given.id ORDER BY personal_access_tokens.user_id, personal_access_tokens.id FOR UPDATE OF personal_access_tokens

-- personal_access_tokens_add_alone
-- $ user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version
INSERT INTO personal_access_tokens (user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version) SELECT given.user_id, given.id, given.name, given.scopes, given.created_at, given.expires_at, given.last_used_at, given.digest, given.version
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TIMESTAMP WITH TIME ZONE[], $8::BYTEA[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version, n) RETURNING personal_access_tokens.user_id, personal_access_tokens.id

-- personal_access_tokens_add
-- $ user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version
INSERT INTO personal_access_tokens (user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version) SELECT given.user_id, given.id, given.name, given.scopes, given.created_at, given.expires_at, given.last_used_at, given.digest, given.version
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TIMESTAMP WITH TIME ZONE[], $8::BYTEA[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version, n) ON CONFLICT DO NOTHING RETURNING personal_access_tokens.user_id, personal_access_tokens.id

-- personal_access_tokens_save
-- $ user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version
UPDATE personal_access_tokens SET name=given.name, scopes=given.scopes, created_at=given.created_at, expires_at=given.expires_at, last_used_at=given.last_used_at, digest=given.digest, version=given.version FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TIMESTAMP WITH TIME ZONE[], $8::BYTEA[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, id, name, scopes, created_at, expires_at, last_used_at, digest, version, n) WHERE personal_access_tokens.user_id = given.user_id AND personal_access_tokens.id = given.id AND personal_access_tokens.version = given.version - 1 RETURNING personal_access_tokens.user_id, personal_access_tokens.id

-- personal_access_tokens_remove
-- $ user_id, id, version
DELETE FROM personal_access_tokens USING unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n) WHERE personal_access_tokens.user_id = given.user_id AND personal_access_tokens.id = given.id AND personal_access_tokens.version = given.version RETURNING personal_access_tokens.user_id, personal_access_tokens.id

-- personal_access_tokens_expect
-- $ user_id, id, version
SELECT personal_access_tokens.user_id, personal_access_tokens.id
FROM unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n), personal_access_tokens
WHERE personal_access_tokens.user_id = given.user_id AND personal_access_tokens.id = given.id AND personal_access_tokens.version = given.version ORDER BY personal_access_tokens.user_id, personal_access_tokens.id FOR SHARE OF personal_access_tokens

-- tasks_lock
-- $ user_id, id
SELECT tasks.user_id, tasks.id
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), tasks
WHERE tasks.user_id = given.user_id AND tasks.id = given.id ORDER BY tasks.user_id, tasks.id FOR UPDATE OF tasks

-- tasks_add_alone
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version
INSERT INTO tasks (user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version) SELECT given.user_id, given.id, given.title, given.description, given.status, given.priority, given.due_at, given.completed_at, given.created_at, given.updated_at, given.version, given.creation_digest, CAST(given.words AS TSVECTOR) AS words, CAST(given.terms AS TSVECTOR) AS terms, given.title_key, given.derived_version
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::TEXT[], $16::INTEGER[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, n) RETURNING tasks.user_id, tasks.id

-- tasks_add
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version
INSERT INTO tasks (user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version) SELECT given.user_id, given.id, given.title, given.description, given.status, given.priority, given.due_at, given.completed_at, given.created_at, given.updated_at, given.version, given.creation_digest, CAST(given.words AS TSVECTOR) AS words, CAST(given.terms AS TSVECTOR) AS terms, given.title_key, given.derived_version
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::TEXT[], $16::INTEGER[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, n) ON CONFLICT DO NOTHING RETURNING tasks.user_id, tasks.id

-- tasks_save
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version
UPDATE tasks SET title=given.title, description=given.description, status=given.status, priority=given.priority, due_at=given.due_at, completed_at=given.completed_at, created_at=given.created_at, updated_at=given.updated_at, version=given.version, creation_digest=given.creation_digest, words=CAST(given.words AS TSVECTOR), terms=CAST(given.terms AS TSVECTOR), title_key=given.title_key, derived_version=given.derived_version FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::TEXT[], $16::INTEGER[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, n) WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version - 1 RETURNING tasks.user_id, tasks.id

-- tasks_remove
-- $ user_id, id, version
DELETE FROM tasks USING unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n) WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version RETURNING tasks.user_id, tasks.id

-- tasks_expect
-- $ user_id, id, version
SELECT tasks.user_id, tasks.id
FROM unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n), tasks
WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version ORDER BY tasks.user_id, tasks.id FOR SHARE OF tasks

-- receipts_lock
-- $ user_id, route, key
SELECT receipts.user_id, receipts.route, receipts.key
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS given(user_id, route, key, n), receipts
WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key ORDER BY receipts.user_id, receipts.route, receipts.key FOR UPDATE OF receipts

-- receipts_add_alone
-- $ user_id, route, key, fingerprint, status, headers, body, created_at, version
INSERT INTO receipts (user_id, route, key, fingerprint, status, headers, body, created_at, version) SELECT given.user_id, given.route, given.key, given.fingerprint, given.status, given.headers, given.body, given.created_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::BYTEA[], $5::SMALLINT[], $6::TEXT[], $7::BYTEA[], $8::TIMESTAMP WITH TIME ZONE[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, fingerprint, status, headers, body, created_at, version, n) RETURNING receipts.user_id, receipts.route, receipts.key

-- receipts_add
-- $ user_id, route, key, fingerprint, status, headers, body, created_at, version
INSERT INTO receipts (user_id, route, key, fingerprint, status, headers, body, created_at, version) SELECT given.user_id, given.route, given.key, given.fingerprint, given.status, given.headers, given.body, given.created_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::BYTEA[], $5::SMALLINT[], $6::TEXT[], $7::BYTEA[], $8::TIMESTAMP WITH TIME ZONE[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, fingerprint, status, headers, body, created_at, version, n) ON CONFLICT DO NOTHING RETURNING receipts.user_id, receipts.route, receipts.key

-- receipts_save
-- $ user_id, route, key, fingerprint, status, headers, body, created_at, version
UPDATE receipts SET fingerprint=given.fingerprint, status=given.status, headers=given.headers, body=given.body, created_at=given.created_at, version=given.version FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::BYTEA[], $5::SMALLINT[], $6::TEXT[], $7::BYTEA[], $8::TIMESTAMP WITH TIME ZONE[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, fingerprint, status, headers, body, created_at, version, n) WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key AND receipts.version = given.version - 1 RETURNING receipts.user_id, receipts.route, receipts.key

-- receipts_remove
-- $ user_id, route, key, version
DELETE FROM receipts USING unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, version, n) WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key AND receipts.version = given.version RETURNING receipts.user_id, receipts.route, receipts.key

-- receipts_expect
-- $ user_id, route, key, version
SELECT receipts.user_id, receipts.route, receipts.key
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, version, n), receipts
WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key AND receipts.version = given.version ORDER BY receipts.user_id, receipts.route, receipts.key FOR SHARE OF receipts

-- allowances_lock
-- $ subject
SELECT allowances.subject
FROM unnest($1::TEXT[]) WITH ORDINALITY AS given(subject, n), allowances
WHERE allowances.subject = given.subject ORDER BY allowances.subject FOR UPDATE OF allowances

-- allowances_add_alone
-- $ subject, used, since, until, version
INSERT INTO allowances (subject, used, since, until, version) SELECT given.subject, given.used, given.since, given.until, given.version
FROM unnest($1::TEXT[], $2::BIGINT[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::INTEGER[]) WITH ORDINALITY AS given(subject, used, since, until, version, n) RETURNING allowances.subject

-- allowances_add
-- $ subject, used, since, until, version
INSERT INTO allowances (subject, used, since, until, version) SELECT given.subject, given.used, given.since, given.until, given.version
FROM unnest($1::TEXT[], $2::BIGINT[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::INTEGER[]) WITH ORDINALITY AS given(subject, used, since, until, version, n) ON CONFLICT DO NOTHING RETURNING allowances.subject

-- allowances_save
-- $ subject, used, since, until, version
UPDATE allowances SET used=given.used, since=given.since, until=given.until, version=given.version FROM unnest($1::TEXT[], $2::BIGINT[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::INTEGER[]) WITH ORDINALITY AS given(subject, used, since, until, version, n) WHERE allowances.subject = given.subject AND allowances.version = given.version - 1 RETURNING allowances.subject

-- allowances_remove
-- $ subject, version
DELETE FROM allowances USING unnest($1::TEXT[], $2::INTEGER[]) WITH ORDINALITY AS given(subject, version, n) WHERE allowances.subject = given.subject AND allowances.version = given.version RETURNING allowances.subject

-- allowances_expect
-- $ subject, version
SELECT allowances.subject
FROM unnest($1::TEXT[], $2::INTEGER[]) WITH ORDINALITY AS given(subject, version, n), allowances
WHERE allowances.subject = given.subject AND allowances.version = given.version ORDER BY allowances.subject FOR SHARE OF allowances

-- tasks_add_recorded
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position
WITH given AS
(SELECT given.user_id AS user_id, given.id AS id, given.title AS title, given.description AS description, given.status AS status, given.priority AS priority, given.due_at AS due_at, given.completed_at AS completed_at, given.created_at AS created_at, given.updated_at AS updated_at, given.version AS version, given.creation_digest AS creation_digest, given.words AS words, given.terms AS terms, given.title_key AS title_key, given.derived_version AS derived_version, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields, given.position AS position, given.n AS n
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::TEXT[], $16::INTEGER[], $17::TEXT[], $18::TEXT[], $19::INTEGER[], $20::INTEGER[], $21::TIMESTAMP WITH TIME ZONE[], $22::UUID[], $23::UUID[], $24::TEXT[], $25::TEXT[], $26::TEXT[], $27::INTEGER[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position, n)),
owners AS
(SELECT users.id AS id
FROM users
WHERE users.id IN (SELECT given.user_id
FROM given) ORDER BY users.id FOR KEY SHARE OF users),
given_locked AS
(SELECT given.user_id AS user_id, given.id AS id, given.title AS title, given.description AS description, given.status AS status, given.priority AS priority, given.due_at AS due_at, given.completed_at AS completed_at, given.created_at AS created_at, given.updated_at AS updated_at, given.version AS version, given.creation_digest AS creation_digest, given.words AS words, given.terms AS terms, given.title_key AS title_key, given.derived_version AS derived_version, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields, given.position AS position, given.n AS n
FROM given
WHERE (SELECT count(*) AS count_1
FROM owners) >= 0),
written AS
(INSERT INTO tasks (user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version) SELECT given_locked.user_id AS user_id, given_locked.id AS id, given_locked.title AS title, given_locked.description AS description, given_locked.status AS status, given_locked.priority AS priority, given_locked.due_at AS due_at, given_locked.completed_at AS completed_at, given_locked.created_at AS created_at, given_locked.updated_at AS updated_at, given_locked.version AS version, given_locked.creation_digest AS creation_digest, CAST(given_locked.words AS TSVECTOR) AS words, CAST(given_locked.terms AS TSVECTOR) AS terms, given_locked.title_key AS title_key, given_locked.derived_version AS derived_version
FROM given_locked ON CONFLICT DO NOTHING RETURNING tasks.user_id, tasks.id),
latest AS
(INSERT INTO change_counters (user_id, latest) SELECT written.user_id AS user_id, count(*) AS count_2
FROM written GROUP BY written.user_id ORDER BY written.user_id ON CONFLICT (user_id) DO UPDATE SET latest = (change_counters.latest + excluded.latest) RETURNING change_counters.user_id, change_counters.latest),
appended AS
(INSERT INTO changes (user_id, number, object_id, object_kind, effect, version_before, version_after, at, session_id, token_id, request_id, undoes, fields) SELECT given.user_id AS user_id, (latest.latest + 1) - row_number() OVER (PARTITION BY given.user_id ORDER BY given.position DESC) AS anon_1, given.id AS id, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields
FROM given JOIN written ON written.user_id = given.user_id AND written.id = given.id JOIN latest ON latest.user_id = given.user_id RETURNING changes.number)
SELECT written.user_id, written.id
FROM written

-- tasks_save_recorded
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position
WITH given AS
(SELECT given.user_id AS user_id, given.id AS id, given.title AS title, given.description AS description, given.status AS status, given.priority AS priority, given.due_at AS due_at, given.completed_at AS completed_at, given.created_at AS created_at, given.updated_at AS updated_at, given.version AS version, given.creation_digest AS creation_digest, given.words AS words, given.terms AS terms, given.title_key AS title_key, given.derived_version AS derived_version, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields, given.position AS position, given.n AS n
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::TEXT[], $16::INTEGER[], $17::TEXT[], $18::TEXT[], $19::INTEGER[], $20::INTEGER[], $21::TIMESTAMP WITH TIME ZONE[], $22::UUID[], $23::UUID[], $24::TEXT[], $25::TEXT[], $26::TEXT[], $27::INTEGER[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position, n)),
written AS
(UPDATE tasks SET title=given.title, description=given.description, status=given.status, priority=given.priority, due_at=given.due_at, completed_at=given.completed_at, created_at=given.created_at, updated_at=given.updated_at, version=given.version, creation_digest=given.creation_digest, words=CAST(given.words AS TSVECTOR), terms=CAST(given.terms AS TSVECTOR), title_key=given.title_key, derived_version=given.derived_version FROM given WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version - 1 RETURNING tasks.user_id, tasks.id),
latest AS
(INSERT INTO change_counters (user_id, latest) SELECT written.user_id AS user_id, count(*) AS count_1
FROM written GROUP BY written.user_id ORDER BY written.user_id ON CONFLICT (user_id) DO UPDATE SET latest = (change_counters.latest + excluded.latest) RETURNING change_counters.user_id, change_counters.latest),
appended AS
(INSERT INTO changes (user_id, number, object_id, object_kind, effect, version_before, version_after, at, session_id, token_id, request_id, undoes, fields) SELECT given.user_id AS user_id, (latest.latest + 1) - row_number() OVER (PARTITION BY given.user_id ORDER BY given.position DESC) AS anon_1, given.id AS id, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields
FROM given JOIN written ON written.user_id = given.user_id AND written.id = given.id JOIN latest ON latest.user_id = given.user_id RETURNING changes.number)
SELECT written.user_id, written.id
FROM written

-- tasks_remove_recorded
-- $ user_id, id, version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position
WITH given AS
(SELECT given.user_id AS user_id, given.id AS id, given.version AS version, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields, given.position AS position, given.n AS n
FROM unnest($1::UUID[], $2::UUID[], $3::INTEGER[], $4::TEXT[], $5::TEXT[], $6::INTEGER[], $7::INTEGER[], $8::TIMESTAMP WITH TIME ZONE[], $9::UUID[], $10::UUID[], $11::TEXT[], $12::TEXT[], $13::TEXT[], $14::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position, n)),
written AS
(DELETE FROM tasks USING given WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version RETURNING tasks.user_id, tasks.id),
latest AS
(INSERT INTO change_counters (user_id, latest) SELECT written.user_id AS user_id, count(*) AS count_1
FROM written GROUP BY written.user_id ORDER BY written.user_id ON CONFLICT (user_id) DO UPDATE SET latest = (change_counters.latest + excluded.latest) RETURNING change_counters.user_id, change_counters.latest),
appended AS
(INSERT INTO changes (user_id, number, object_id, object_kind, effect, version_before, version_after, at, session_id, token_id, request_id, undoes, fields) SELECT given.user_id AS user_id, (latest.latest + 1) - row_number() OVER (PARTITION BY given.user_id ORDER BY given.position DESC) AS anon_1, given.id AS id, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields
FROM given JOIN written ON written.user_id = given.user_id AND written.id = given.id JOIN latest ON latest.user_id = given.user_id RETURNING changes.number)
SELECT written.user_id, written.id
FROM written

-- tasks_add_alone_recorded
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position
WITH given AS
(SELECT given.user_id AS user_id, given.id AS id, given.title AS title, given.description AS description, given.status AS status, given.priority AS priority, given.due_at AS due_at, given.completed_at AS completed_at, given.created_at AS created_at, given.updated_at AS updated_at, given.version AS version, given.creation_digest AS creation_digest, given.words AS words, given.terms AS terms, given.title_key AS title_key, given.derived_version AS derived_version, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields, given.position AS position, given.n AS n
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::BYTEA[], $13::TEXT[], $14::TEXT[], $15::TEXT[], $16::INTEGER[], $17::TEXT[], $18::TEXT[], $19::INTEGER[], $20::INTEGER[], $21::TIMESTAMP WITH TIME ZONE[], $22::UUID[], $23::UUID[], $24::TEXT[], $25::TEXT[], $26::TEXT[], $27::INTEGER[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position, n)),
owners AS
(SELECT users.id AS id
FROM users
WHERE users.id IN (SELECT given.user_id
FROM given) ORDER BY users.id FOR KEY SHARE OF users),
given_locked AS
(SELECT given.user_id AS user_id, given.id AS id, given.title AS title, given.description AS description, given.status AS status, given.priority AS priority, given.due_at AS due_at, given.completed_at AS completed_at, given.created_at AS created_at, given.updated_at AS updated_at, given.version AS version, given.creation_digest AS creation_digest, given.words AS words, given.terms AS terms, given.title_key AS title_key, given.derived_version AS derived_version, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields, given.position AS position, given.n AS n
FROM given
WHERE (SELECT count(*) AS count_1
FROM owners) >= 0),
written AS
(INSERT INTO tasks (user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, creation_digest, words, terms, title_key, derived_version) SELECT given_locked.user_id AS user_id, given_locked.id AS id, given_locked.title AS title, given_locked.description AS description, given_locked.status AS status, given_locked.priority AS priority, given_locked.due_at AS due_at, given_locked.completed_at AS completed_at, given_locked.created_at AS created_at, given_locked.updated_at AS updated_at, given_locked.version AS version, given_locked.creation_digest AS creation_digest, CAST(given_locked.words AS TSVECTOR) AS words, CAST(given_locked.terms AS TSVECTOR) AS terms, given_locked.title_key AS title_key, given_locked.derived_version AS derived_version
FROM given_locked RETURNING tasks.user_id, tasks.id),
latest AS
(INSERT INTO change_counters (user_id, latest) SELECT written.user_id AS user_id, count(*) AS count_2
FROM written GROUP BY written.user_id ORDER BY written.user_id ON CONFLICT (user_id) DO UPDATE SET latest = (change_counters.latest + excluded.latest) RETURNING change_counters.user_id, change_counters.latest),
appended AS
(INSERT INTO changes (user_id, number, object_id, object_kind, effect, version_before, version_after, at, session_id, token_id, request_id, undoes, fields) SELECT given.user_id AS user_id, (latest.latest + 1) - row_number() OVER (PARTITION BY given.user_id ORDER BY given.position DESC) AS anon_1, given.id AS id, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields
FROM given JOIN written ON written.user_id = given.user_id AND written.id = given.id JOIN latest ON latest.user_id = given.user_id RETURNING changes.number)
SELECT written.user_id, written.id
FROM written

-- changes_append
-- $ user_id, object_id, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position
WITH given AS
(SELECT given.user_id AS user_id, given.object_id AS object_id, given.change_object_kind AS change_object_kind, given.change_effect AS change_effect, given.change_version_before AS change_version_before, given.change_version_after AS change_version_after, given.change_at AS change_at, given.change_session_id AS change_session_id, given.change_token_id AS change_token_id, given.change_request_id AS change_request_id, given.change_undoes AS change_undoes, given.change_fields AS change_fields, given.position AS position, given.n AS n
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::INTEGER[], $6::INTEGER[], $7::TIMESTAMP WITH TIME ZONE[], $8::UUID[], $9::UUID[], $10::TEXT[], $11::TEXT[], $12::TEXT[], $13::INTEGER[]) WITH ORDINALITY AS given(user_id, object_id, change_object_kind, change_effect, change_version_before, change_version_after, change_at, change_session_id, change_token_id, change_request_id, change_undoes, change_fields, position, n)),
latest AS
(INSERT INTO change_counters (user_id, latest) SELECT given.user_id AS user_id, count(*) AS count_1
FROM given GROUP BY given.user_id ORDER BY given.user_id ON CONFLICT (user_id) DO UPDATE SET latest = (change_counters.latest + excluded.latest) RETURNING change_counters.user_id, change_counters.latest)
INSERT INTO changes (user_id, number, object_id, object_kind, effect, version_before, version_after, at, session_id, token_id, request_id, undoes, fields) SELECT given.user_id, (latest.latest + 1) - row_number() OVER (PARTITION BY given.user_id ORDER BY given.position DESC) AS anon_1, given.object_id, given.change_object_kind, given.change_effect, given.change_version_before, given.change_version_after, given.change_at, given.change_session_id, given.change_token_id, given.change_request_id, given.change_undoes, given.change_fields
FROM given JOIN latest ON latest.user_id = given.user_id RETURNING changes.user_id, changes.object_id, changes.number

-- changes_after
-- $ owner, after, limit
SELECT page.user_id, page.number, page.object_id, page.object_kind, page.effect, page.version_before, page.version_after, page.at, page.session_id, page.token_id, page.request_id, page.undoes, page.fields, given.n
FROM unnest($1::UUID[], $2::BIGINT[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, after, "limit", n) JOIN LATERAL (SELECT changes.user_id AS user_id, changes.number AS number, changes.object_id AS object_id, changes.object_kind AS object_kind, changes.effect AS effect, changes.version_before AS version_before, changes.version_after AS version_after, changes.at AS at, changes.session_id AS session_id, changes.token_id AS token_id, changes.request_id AS request_id, changes.undoes AS undoes, changes.fields AS fields
FROM changes
WHERE changes.user_id = given.owner AND changes.number > given.after ORDER BY changes.number
LIMIT given."limit") AS page ON true ORDER BY given.n

-- changes_of_object_before
-- $ owner, object_id, before, limit
SELECT page.user_id, page.number, page.object_id, page.object_kind, page.effect, page.version_before, page.version_after, page.at, page.session_id, page.token_id, page.request_id, page.undoes, page.fields, given.n
FROM unnest($1::UUID[], $2::UUID[], $3::BIGINT[], $4::INTEGER[]) WITH ORDINALITY AS given(owner, object_id, before, "limit", n) JOIN LATERAL (SELECT changes.user_id AS user_id, changes.number AS number, changes.object_id AS object_id, changes.object_kind AS object_kind, changes.effect AS effect, changes.version_before AS version_before, changes.version_after AS version_after, changes.at AS at, changes.session_id AS session_id, changes.token_id AS token_id, changes.request_id AS request_id, changes.undoes AS undoes, changes.fields AS fields
FROM changes
WHERE changes.user_id = given.owner AND changes.object_id = given.object_id AND changes.number < given.before ORDER BY changes.number DESC
LIMIT given."limit") AS page ON true ORDER BY given.n

-- changes_of_objects_after
-- $ owner, after_object, after_number, last, after, limit
SELECT page.user_id, page.number, page.object_id, page.object_kind, page.effect, page.version_before, page.version_after, page.at, page.session_id, page.token_id, page.request_id, page.undoes, page.fields, given.n
FROM unnest($1::UUID[], $2::UUID[], $3::BIGINT[], $4::UUID[], $5::BIGINT[], $6::INTEGER[]) WITH ORDINALITY AS given(owner, after_object, after_number, last, after, "limit", n) JOIN LATERAL (SELECT changes.user_id AS user_id, changes.number AS number, changes.object_id AS object_id, changes.object_kind AS object_kind, changes.effect AS effect, changes.version_before AS version_before, changes.version_after AS version_after, changes.at AS at, changes.session_id AS session_id, changes.token_id AS token_id, changes.request_id AS request_id, changes.undoes AS undoes, changes.fields AS fields
FROM changes
WHERE changes.user_id = given.owner AND (changes.object_id, changes.number) > (given.after_object, given.after_number) AND changes.object_id <= given.last AND changes.number > given.after ORDER BY changes.object_id, changes.number
LIMIT given."limit") AS page ON true ORDER BY given.n

-- tasks_by_id_after
-- $ owner, first, after, limit
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, page.creation_digest, given.n
FROM unnest($1::UUID[], $2::UUID[], $3::UUID[], $4::INTEGER[]) WITH ORDINALITY AS given(owner, first, after, "limit", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version, tasks.creation_digest AS creation_digest
FROM tasks
WHERE tasks.user_id = given.owner AND tasks.id >= given.first AND tasks.id IS DISTINCT FROM given.after ORDER BY tasks.id
LIMIT given."limit") AS page ON true ORDER BY given.n

-- accounts_with_changes
-- $ owner, read_up_to
SELECT change_counters.user_id
FROM unnest($1::UUID[], $2::BIGINT[]) WITH ORDINALITY AS given(owner, read_up_to, n), change_counters
WHERE change_counters.user_id = given.owner AND change_counters.latest > given.read_up_to

-- sessions_sweep
-- $ before, most
DELETE FROM sessions WHERE (sessions.user_id, sessions.id) IN (SELECT sessions.user_id, sessions.id
FROM sessions
WHERE sessions.expires_at < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING sessions.user_id

-- personal_access_tokens_sweep
-- $ before, most
DELETE FROM personal_access_tokens WHERE (personal_access_tokens.user_id, personal_access_tokens.id) IN (SELECT personal_access_tokens.user_id, personal_access_tokens.id
FROM personal_access_tokens
WHERE personal_access_tokens.expires_at < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING personal_access_tokens.user_id

-- allowances_sweep
-- $ before, most
DELETE FROM allowances WHERE (allowances.subject) IN (SELECT allowances.subject
FROM allowances
WHERE allowances.until < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING allowances.subject

-- receipts_sweep
-- $ before, most
DELETE FROM receipts WHERE (receipts.user_id, receipts.route, receipts.key) IN (SELECT receipts.user_id, receipts.route, receipts.key
FROM receipts
WHERE receipts.created_at < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING receipts.user_id

-- changes_sweep
-- $ before, most
DELETE FROM changes WHERE (changes.user_id, changes.number) IN (SELECT changes.user_id, changes.number
FROM changes
WHERE changes.at < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING changes.user_id

-- tasks_to_derive
-- $ most
SELECT tasks.user_id, tasks.id, tasks.title, tasks.description, tasks.status, tasks.priority, tasks.due_at, tasks.completed_at, tasks.created_at, tasks.updated_at, tasks.version, tasks.creation_digest
FROM tasks
WHERE tasks.derived_version != tasks.version ORDER BY tasks.user_id, tasks.id
LIMIT $1::INTEGER

-- tasks_derive
-- $ user_id, id, words, terms, title_key, derived_version
UPDATE tasks SET words=CAST(given.words AS TSVECTOR), terms=CAST(given.terms AS TSVECTOR), title_key=given.title_key, derived_version=given.derived_version FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::INTEGER[]) WITH ORDINALITY AS given(user_id, id, words, terms, title_key, derived_version, n) WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.derived_version AND tasks.derived_version != tasks.version RETURNING tasks.user_id, tasks.id
