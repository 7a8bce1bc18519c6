-- One row as taskapi's "create" writes it, for one of USERS, into the table with all its indexes and constraints.
\set user random(1, COUNT)
\set number random(1, 1000000000)
INSERT INTO tasks (user_id, id, title, description, status, priority, created_at, updated_at, version, words)
SELECT owner, uuidv7(), 'Write the report number ' || :number, 'With figures, sources and a summary.', 'todo',
       :number % 4, now(), now(), 1,
       ('''@' || replace(owner::text, '-', '') || ''' ''write'':1 ''the'':2 ''report'':3 ''number'':4 ''' || :number
        || ''':5 ''with'':7 ''figures'':8 ''sources'':9 ''and'':10 ''a'':11 ''summary'':12')::tsvector
FROM (SELECT ('{USERS}'::uuid[])[:user]) AS of (owner);
