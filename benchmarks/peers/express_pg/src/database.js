import pg from 'pg';

import { settings } from './settings.js';

const pool = new pg.Pool({ connectionString: settings.databaseUrl, max: settings.poolSize, idleTimeoutMillis: 0 });
pool.on('error', (error) => console.error('idle connection lost', error));

const COLUMNS = `id, user_id, title, description, status, priority,
  due_at, completed_at, created_at, updated_at, version`;

// Named, so that every connection parses and plans each of them once.
const statement = (name, text) => (values) => pool.query({ name, text, values }).then(({ rows }) => rows);

export const readTask = statement('read_task', `SELECT ${COLUMNS} FROM tasks WHERE id = $1 AND user_id = $2`);

export const listTasks = statement(
  'list_tasks',
  `SELECT ${COLUMNS} FROM tasks WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3`,
);

export const insertTask = statement(
  'insert_task',
  `INSERT INTO tasks (id, user_id, title, description, priority, due_at)
   VALUES ($1, $2, $3, $4, $5, $6) RETURNING ${COLUMNS}`,
);

export const updateTask = statement(
  'update_task',
  `UPDATE tasks
   SET title = $4, description = $5, status = $6, priority = $7, due_at = $8, completed_at = $9,
       updated_at = now(), version = version + 1
   WHERE id = $1 AND user_id = $2 AND version = $3
   RETURNING ${COLUMNS}`,
);
