-- Made by `make statements` out of adapters/postgres/composing: do not edit.

-- tasks by user_id and id
-- $ user_id, id
SELECT tasks.user_id, tasks.id, tasks.title, tasks.description, tasks.status, tasks.priority, tasks.due_at, tasks.completed_at, tasks.created_at, tasks.updated_at, tasks.version
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), tasks
WHERE tasks.user_id = given.user_id AND tasks.id = given.id

-- users by id
-- $ id
SELECT users.id, users.email, users.password_hash, users.created_at, users.disabled_at, users.version
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(id, n), users
WHERE users.id = given.id

-- users by email
-- $ email
SELECT users.id, users.email, users.password_hash, users.created_at, users.disabled_at, users.version
FROM unnest($1::TEXT[]) WITH ORDINALITY AS given(email, n), users
WHERE users.email = given.email

-- sessions by user_id and id
-- $ user_id, id
SELECT sessions.user_id, sessions.id, sessions.created_at, sessions.last_used_at, sessions.expires_at, sessions.ended_at, sessions.user_agent, sessions.address, sessions.generation, sessions.token_digest, sessions.rotated_at, sessions.sealed_successor, sessions.version
FROM unnest($1::UUID[], $2::UUID[]) WITH ORDINALITY AS given(user_id, id, n), sessions
WHERE sessions.user_id = given.user_id AND sessions.id = given.id

-- sessions by user_id, newest first
-- $ user_id
SELECT sessions.user_id, sessions.id, sessions.created_at, sessions.last_used_at, sessions.expires_at, sessions.ended_at, sessions.user_agent, sessions.address, sessions.generation, sessions.token_digest, sessions.rotated_at, sessions.sealed_successor, sessions.version
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(user_id, n), sessions
WHERE sessions.user_id = given.user_id ORDER BY sessions.created_at DESC, sessions.id DESC

-- receipts by user_id and route and key
-- $ user_id, route, key
SELECT receipts.user_id, receipts.route, receipts.key, receipts.fingerprint, receipts.status, receipts.headers, receipts.body, receipts.created_at, receipts.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[]) WITH ORDINALITY AS given(user_id, route, key, n), receipts
WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key

-- allowances by subject
-- $ subject
SELECT allowances.subject, allowances.used, allowances.since, allowances.until, allowances.version
FROM unnest($1::TEXT[]) WITH ORDINALITY AS given(subject, n), allowances
WHERE allowances.subject = given.subject

-- all users
-- $ none
SELECT users.id, users.email, users.password_hash, users.created_at, users.disabled_at, users.version
FROM users ORDER BY users.created_at, users.id

-- page by created_at
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.created_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by created_at behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TIMESTAMP WITH TIME ZONE[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.created_at, tasks.id) > (given.value, given.id) ORDER BY tasks.created_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by created_at filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.created_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by created_at filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TIMESTAMP WITH TIME ZONE[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.created_at, tasks.id) > (given.value, given.id) ORDER BY tasks.created_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by created_at with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.created_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by created_at with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TIMESTAMP WITH TIME ZONE[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.created_at, tasks.id) > (given.value, given.id) ORDER BY tasks.created_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -created_at
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -created_at behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TIMESTAMP WITH TIME ZONE[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.created_at, tasks.id) < (given.value, given.id) ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -created_at filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -created_at filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TIMESTAMP WITH TIME ZONE[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.created_at, tasks.id) < (given.value, given.id) ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -created_at with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -created_at with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TIMESTAMP WITH TIME ZONE[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.created_at, tasks.id) < (given.value, given.id) ORDER BY tasks.created_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by updated_at
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.updated_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by updated_at behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TIMESTAMP WITH TIME ZONE[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.updated_at, tasks.id) > (given.value, given.id) ORDER BY tasks.updated_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by updated_at filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.updated_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by updated_at filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TIMESTAMP WITH TIME ZONE[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.updated_at, tasks.id) > (given.value, given.id) ORDER BY tasks.updated_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by updated_at with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.updated_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by updated_at with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TIMESTAMP WITH TIME ZONE[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.updated_at, tasks.id) > (given.value, given.id) ORDER BY tasks.updated_at ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -updated_at
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.updated_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -updated_at behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TIMESTAMP WITH TIME ZONE[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.updated_at, tasks.id) < (given.value, given.id) ORDER BY tasks.updated_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -updated_at filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.updated_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -updated_at filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TIMESTAMP WITH TIME ZONE[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.updated_at, tasks.id) < (given.value, given.id) ORDER BY tasks.updated_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -updated_at with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.updated_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -updated_at with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TIMESTAMP WITH TIME ZONE[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.updated_at, tasks.id) < (given.value, given.id) ORDER BY tasks.updated_at DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by due_at
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY coalesce(tasks.due_at, 'infinity'::timestamptz) ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by due_at behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TIMESTAMP WITH TIME ZONE[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (coalesce(tasks.due_at, 'infinity'::timestamptz), tasks.id) > (given.value, given.id) ORDER BY coalesce(tasks.due_at, 'infinity'::timestamptz) ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by due_at filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY coalesce(tasks.due_at, 'infinity'::timestamptz) ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by due_at filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TIMESTAMP WITH TIME ZONE[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (coalesce(tasks.due_at, 'infinity'::timestamptz), tasks.id) > (given.value, given.id) ORDER BY coalesce(tasks.due_at, 'infinity'::timestamptz) ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by due_at with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY coalesce(tasks.due_at, 'infinity'::timestamptz) ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by due_at with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TIMESTAMP WITH TIME ZONE[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (coalesce(tasks.due_at, 'infinity'::timestamptz), tasks.id) > (given.value, given.id) ORDER BY coalesce(tasks.due_at, 'infinity'::timestamptz) ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -due_at
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY coalesce(tasks.due_at, '-infinity'::timestamptz) DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -due_at behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TIMESTAMP WITH TIME ZONE[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (coalesce(tasks.due_at, '-infinity'::timestamptz), tasks.id) < (given.value, given.id) ORDER BY coalesce(tasks.due_at, '-infinity'::timestamptz) DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -due_at filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY coalesce(tasks.due_at, '-infinity'::timestamptz) DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -due_at filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TIMESTAMP WITH TIME ZONE[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (coalesce(tasks.due_at, '-infinity'::timestamptz), tasks.id) < (given.value, given.id) ORDER BY coalesce(tasks.due_at, '-infinity'::timestamptz) DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -due_at with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY coalesce(tasks.due_at, '-infinity'::timestamptz) DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -due_at with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TIMESTAMP WITH TIME ZONE[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (coalesce(tasks.due_at, '-infinity'::timestamptz), tasks.id) < (given.value, given.id) ORDER BY coalesce(tasks.due_at, '-infinity'::timestamptz) DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by priority
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.priority ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by priority behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::SMALLINT[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.priority, tasks.id) > (given.value, given.id) ORDER BY tasks.priority ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by priority filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.priority ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by priority filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::SMALLINT[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.priority, tasks.id) > (given.value, given.id) ORDER BY tasks.priority ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by priority with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.priority ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by priority with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::SMALLINT[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.priority, tasks.id) > (given.value, given.id) ORDER BY tasks.priority ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -priority
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.priority DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -priority behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::SMALLINT[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.priority, tasks.id) < (given.value, given.id) ORDER BY tasks.priority DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -priority filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.priority DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -priority filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::SMALLINT[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.priority, tasks.id) < (given.value, given.id) ORDER BY tasks.priority DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -priority with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.priority DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -priority with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::SMALLINT[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.priority, tasks.id) < (given.value, given.id) ORDER BY tasks.priority DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by title
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.title ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by title behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TEXT[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.title, tasks.id) > (given.value, given.id) ORDER BY tasks.title ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by title filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.title ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by title filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TEXT[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.title, tasks.id) > (given.value, given.id) ORDER BY tasks.title ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by title with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.title ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by title with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TEXT[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.title, tasks.id) > (given.value, given.id) ORDER BY tasks.title ASC, tasks.id ASC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -title
-- $ owner, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[]) WITH ORDINALITY AS given(owner, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner ORDER BY tasks.title DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -title behind a place
-- $ owner, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::INTEGER[], $3::INTEGER[], $4::TEXT[], $5::UUID[]) WITH ORDINALITY AS given(owner, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (tasks.title, tasks.id) < (given.value, given.id) ORDER BY tasks.title DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -title filtered
-- $ owner, statuses, priorities, due_before, due_after, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) ORDER BY tasks.title DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -title filtered behind a place
-- $ owner, statuses, priorities, due_before, due_after, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[], $7::INTEGER[], $8::TEXT[], $9::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.title, tasks.id) < (given.value, given.id) ORDER BY tasks.title DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -title with words
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) ORDER BY tasks.title DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- page by -title with words behind a place
-- $ owner, statuses, priorities, due_before, due_after, search, limit, offset, value, id
SELECT page.user_id, page.id, page.title, page.description, page.status, page.priority, page.due_at, page.completed_at, page.created_at, page.updated_at, page.version, given.n
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[], $7::INTEGER[], $8::INTEGER[], $9::TEXT[], $10::UUID[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, "limit", "offset", value, id, n) JOIN LATERAL (SELECT tasks.user_id AS user_id, tasks.id AS id, tasks.title AS title, tasks.description AS description, tasks.status AS status, tasks.priority AS priority, tasks.due_at AS due_at, tasks.completed_at AS completed_at, tasks.created_at AS created_at, tasks.updated_at AS updated_at, tasks.version AS version
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY)) AND (tasks.title, tasks.id) < (given.value, given.id) ORDER BY tasks.title DESC, tasks.id DESC
LIMIT given."limit" OFFSET given."offset") AS page ON true ORDER BY given.n

-- count of tasks
-- $ owner
SELECT (SELECT count(*) AS count_1
FROM tasks
WHERE tasks.user_id = given.owner) AS anon_1
FROM unnest($1::UUID[]) WITH ORDINALITY AS given(owner, n) ORDER BY given.n

-- count of tasks filtered
-- $ owner, statuses, priorities, due_before, due_after
SELECT (SELECT count(*) AS count_1
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after)) AS anon_1
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, n) ORDER BY given.n

-- count of tasks with words
-- $ owner, statuses, priorities, due_before, due_after, search
SELECT (SELECT count(*) AS count_1
FROM tasks
WHERE tasks.user_id = given.owner AND (given.statuses IS NULL OR tasks.status = ANY (string_to_array(given.statuses, ','))) AND (given.priorities IS NULL OR CAST(tasks.priority AS TEXT) = ANY (string_to_array(given.priorities, ','))) AND (given.due_before IS NULL OR tasks.due_at < given.due_before) AND (given.due_after IS NULL OR tasks.due_at > given.due_after) AND (tasks.words @@ CAST(given.search AS TSQUERY))) AS anon_1
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TEXT[]) WITH ORDINALITY AS given(owner, statuses, priorities, due_before, due_after, search, n) ORDER BY given.n

-- add users alone
-- $ id, email, password_hash, created_at, disabled_at, version
INSERT INTO users (id, email, password_hash, created_at, disabled_at, version) SELECT given.id, given.email, given.password_hash, given.created_at, given.disabled_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[]) WITH ORDINALITY AS given(id, email, password_hash, created_at, disabled_at, version, n) RETURNING users.id

-- add users
-- $ id, email, password_hash, created_at, disabled_at, version
INSERT INTO users (id, email, password_hash, created_at, disabled_at, version) SELECT given.id, given.email, given.password_hash, given.created_at, given.disabled_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[]) WITH ORDINALITY AS given(id, email, password_hash, created_at, disabled_at, version, n) ON CONFLICT DO NOTHING RETURNING users.id

-- save users
-- $ id, email, password_hash, created_at, disabled_at, version
UPDATE users SET email=given.email, password_hash=given.password_hash, created_at=given.created_at, disabled_at=given.disabled_at, version=given.version FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::INTEGER[]) WITH ORDINALITY AS given(id, email, password_hash, created_at, disabled_at, version, n) WHERE users.id = given.id AND users.version = given.version - 1 RETURNING users.id

-- remove users
-- $ id, version
DELETE FROM users USING unnest($1::UUID[], $2::INTEGER[]) WITH ORDINALITY AS given(id, version, n) WHERE users.id = given.id AND users.version = given.version RETURNING users.id

-- expect users
-- $ id, version
SELECT users.id
FROM unnest($1::UUID[], $2::INTEGER[]) WITH ORDINALITY AS given(id, version, n), users
WHERE users.id = given.id AND users.version = given.version ORDER BY users.id FOR SHARE OF users

-- add sessions alone
-- $ user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version
INSERT INTO sessions (user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version) SELECT given.user_id, given.id, given.created_at, given.last_used_at, given.expires_at, given.ended_at, given.user_agent, given.address, given.generation, given.token_digest, given.rotated_at, given.sealed_successor, given.version
FROM unnest($1::UUID[], $2::UUID[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TEXT[], $8::TEXT[], $9::INTEGER[], $10::BYTEA[], $11::TIMESTAMP WITH TIME ZONE[], $12::BYTEA[], $13::INTEGER[]) WITH ORDINALITY AS given(user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version, n) RETURNING sessions.user_id, sessions.id

-- add sessions
-- $ user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version
INSERT INTO sessions (user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version) SELECT given.user_id, given.id, given.created_at, given.last_used_at, given.expires_at, given.ended_at, given.user_agent, given.address, given.generation, given.token_digest, given.rotated_at, given.sealed_successor, given.version
FROM unnest($1::UUID[], $2::UUID[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TEXT[], $8::TEXT[], $9::INTEGER[], $10::BYTEA[], $11::TIMESTAMP WITH TIME ZONE[], $12::BYTEA[], $13::INTEGER[]) WITH ORDINALITY AS given(user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version, n) ON CONFLICT DO NOTHING RETURNING sessions.user_id, sessions.id

-- save sessions
-- $ user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version
UPDATE sessions SET created_at=given.created_at, last_used_at=given.last_used_at, expires_at=given.expires_at, ended_at=given.ended_at, user_agent=given.user_agent, address=given.address, generation=given.generation, token_digest=given.token_digest, rotated_at=given.rotated_at, sealed_successor=given.sealed_successor, version=given.version FROM unnest($1::UUID[], $2::UUID[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::TIMESTAMP WITH TIME ZONE[], $6::TIMESTAMP WITH TIME ZONE[], $7::TEXT[], $8::TEXT[], $9::INTEGER[], $10::BYTEA[], $11::TIMESTAMP WITH TIME ZONE[], $12::BYTEA[], $13::INTEGER[]) WITH ORDINALITY AS given(user_id, id, created_at, last_used_at, expires_at, ended_at, user_agent, address, generation, token_digest, rotated_at, sealed_successor, version, n) WHERE sessions.user_id = given.user_id AND sessions.id = given.id AND sessions.version = given.version - 1 RETURNING sessions.user_id, sessions.id

-- remove sessions
-- $ user_id, id, version
DELETE FROM sessions USING unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n) WHERE sessions.user_id = given.user_id AND sessions.id = given.id AND sessions.version = given.version RETURNING sessions.user_id, sessions.id

-- expect sessions
-- $ user_id, id, version
SELECT sessions.user_id, sessions.id
FROM unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n), sessions
WHERE sessions.user_id = given.user_id AND sessions.id = given.id AND sessions.version = given.version ORDER BY sessions.user_id, sessions.id FOR SHARE OF sessions

-- add tasks alone
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words
INSERT INTO tasks (user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words) SELECT given.user_id, given.id, given.title, given.description, given.status, given.priority, given.due_at, given.completed_at, given.created_at, given.updated_at, given.version, CAST(given.words AS TSVECTOR) AS words
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::TEXT[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words, n) RETURNING tasks.user_id, tasks.id

-- add tasks
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words
INSERT INTO tasks (user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words) SELECT given.user_id, given.id, given.title, given.description, given.status, given.priority, given.due_at, given.completed_at, given.created_at, given.updated_at, given.version, CAST(given.words AS TSVECTOR) AS words
FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::TEXT[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words, n) ON CONFLICT DO NOTHING RETURNING tasks.user_id, tasks.id

-- save tasks
-- $ user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words
UPDATE tasks SET title=given.title, description=given.description, status=given.status, priority=given.priority, due_at=given.due_at, completed_at=given.completed_at, created_at=given.created_at, updated_at=given.updated_at, version=given.version, words=CAST(given.words AS TSVECTOR) FROM unnest($1::UUID[], $2::UUID[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::SMALLINT[], $7::TIMESTAMP WITH TIME ZONE[], $8::TIMESTAMP WITH TIME ZONE[], $9::TIMESTAMP WITH TIME ZONE[], $10::TIMESTAMP WITH TIME ZONE[], $11::INTEGER[], $12::TEXT[]) WITH ORDINALITY AS given(user_id, id, title, description, status, priority, due_at, completed_at, created_at, updated_at, version, words, n) WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version - 1 RETURNING tasks.user_id, tasks.id

-- remove tasks
-- $ user_id, id, version
DELETE FROM tasks USING unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n) WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version RETURNING tasks.user_id, tasks.id

-- expect tasks
-- $ user_id, id, version
SELECT tasks.user_id, tasks.id
FROM unnest($1::UUID[], $2::UUID[], $3::INTEGER[]) WITH ORDINALITY AS given(user_id, id, version, n), tasks
WHERE tasks.user_id = given.user_id AND tasks.id = given.id AND tasks.version = given.version ORDER BY tasks.user_id, tasks.id FOR SHARE OF tasks

-- add receipts alone
-- $ user_id, route, key, fingerprint, status, headers, body, created_at, version
INSERT INTO receipts (user_id, route, key, fingerprint, status, headers, body, created_at, version) SELECT given.user_id, given.route, given.key, given.fingerprint, given.status, given.headers, given.body, given.created_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::BYTEA[], $5::SMALLINT[], $6::TEXT[], $7::BYTEA[], $8::TIMESTAMP WITH TIME ZONE[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, fingerprint, status, headers, body, created_at, version, n) RETURNING receipts.user_id, receipts.route, receipts.key

-- add receipts
-- $ user_id, route, key, fingerprint, status, headers, body, created_at, version
INSERT INTO receipts (user_id, route, key, fingerprint, status, headers, body, created_at, version) SELECT given.user_id, given.route, given.key, given.fingerprint, given.status, given.headers, given.body, given.created_at, given.version
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::BYTEA[], $5::SMALLINT[], $6::TEXT[], $7::BYTEA[], $8::TIMESTAMP WITH TIME ZONE[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, fingerprint, status, headers, body, created_at, version, n) ON CONFLICT DO NOTHING RETURNING receipts.user_id, receipts.route, receipts.key

-- save receipts
-- $ user_id, route, key, fingerprint, status, headers, body, created_at, version
UPDATE receipts SET fingerprint=given.fingerprint, status=given.status, headers=given.headers, body=given.body, created_at=given.created_at, version=given.version FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::BYTEA[], $5::SMALLINT[], $6::TEXT[], $7::BYTEA[], $8::TIMESTAMP WITH TIME ZONE[], $9::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, fingerprint, status, headers, body, created_at, version, n) WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key AND receipts.version = given.version - 1 RETURNING receipts.user_id, receipts.route, receipts.key

-- remove receipts
-- $ user_id, route, key, version
DELETE FROM receipts USING unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, version, n) WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key AND receipts.version = given.version RETURNING receipts.user_id, receipts.route, receipts.key

-- expect receipts
-- $ user_id, route, key, version
SELECT receipts.user_id, receipts.route, receipts.key
FROM unnest($1::UUID[], $2::TEXT[], $3::TEXT[], $4::INTEGER[]) WITH ORDINALITY AS given(user_id, route, key, version, n), receipts
WHERE receipts.user_id = given.user_id AND receipts.route = given.route AND receipts.key = given.key AND receipts.version = given.version ORDER BY receipts.user_id, receipts.route, receipts.key FOR SHARE OF receipts

-- add allowances alone
-- $ subject, used, since, until, version
INSERT INTO allowances (subject, used, since, until, version) SELECT given.subject, given.used, given.since, given.until, given.version
FROM unnest($1::TEXT[], $2::BIGINT[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::INTEGER[]) WITH ORDINALITY AS given(subject, used, since, until, version, n) RETURNING allowances.subject

-- add allowances
-- $ subject, used, since, until, version
INSERT INTO allowances (subject, used, since, until, version) SELECT given.subject, given.used, given.since, given.until, given.version
FROM unnest($1::TEXT[], $2::BIGINT[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::INTEGER[]) WITH ORDINALITY AS given(subject, used, since, until, version, n) ON CONFLICT DO NOTHING RETURNING allowances.subject

-- save allowances
-- $ subject, used, since, until, version
UPDATE allowances SET used=given.used, since=given.since, until=given.until, version=given.version FROM unnest($1::TEXT[], $2::BIGINT[], $3::TIMESTAMP WITH TIME ZONE[], $4::TIMESTAMP WITH TIME ZONE[], $5::INTEGER[]) WITH ORDINALITY AS given(subject, used, since, until, version, n) WHERE allowances.subject = given.subject AND allowances.version = given.version - 1 RETURNING allowances.subject

-- remove allowances
-- $ subject, version
DELETE FROM allowances USING unnest($1::TEXT[], $2::INTEGER[]) WITH ORDINALITY AS given(subject, version, n) WHERE allowances.subject = given.subject AND allowances.version = given.version RETURNING allowances.subject

-- expect allowances
-- $ subject, version
SELECT allowances.subject
FROM unnest($1::TEXT[], $2::INTEGER[]) WITH ORDINALITY AS given(subject, version, n), allowances
WHERE allowances.subject = given.subject AND allowances.version = given.version ORDER BY allowances.subject FOR SHARE OF allowances

-- sweep sessions
-- $ before, most
DELETE FROM sessions WHERE (sessions.user_id, sessions.id) IN (SELECT sessions.user_id, sessions.id
FROM sessions
WHERE sessions.expires_at < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING sessions.user_id

-- sweep allowances
-- $ before, most
DELETE FROM allowances WHERE (allowances.subject) IN (SELECT allowances.subject
FROM allowances
WHERE allowances.until < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING allowances.subject

-- sweep receipts
-- $ before, most
DELETE FROM receipts WHERE (receipts.user_id, receipts.route, receipts.key) IN (SELECT receipts.user_id, receipts.route, receipts.key
FROM receipts
WHERE receipts.created_at < $1::TIMESTAMP WITH TIME ZONE
LIMIT $2::INTEGER FOR UPDATE SKIP LOCKED) RETURNING receipts.user_id
