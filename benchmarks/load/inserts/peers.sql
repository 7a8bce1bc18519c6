-- One row as the peers' "create" writes it, for one of USERS, into the table with its index and constraints.
\set user random(1, COUNT)
\set number random(1, 1000000000)
INSERT INTO tasks (id, user_id, title, description, priority)
VALUES (gen_random_uuid(), ('{USERS}'::uuid[])[:user], 'Write the report number ' || :number,
        'With figures, sources and a summary.', ('{low,medium,high,critical}'::text[])[1 + :number % 4])
RETURNING *;
