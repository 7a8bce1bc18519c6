import { randomUUID } from 'node:crypto';

import express from 'express';

import { authenticated } from './auth.js';
import { insertTask, listTasks, readTask, updateTask } from './database.js';
import { HttpError } from './errors.js';
import { NewTask, PageQuery, TaskEdit, TaskId, TRANSITIONS } from './schemas.js';

export const tasks = express.Router();

tasks.use(authenticated);
tasks.use(express.json({ limit: '256kb' }));

async function ownedTask(req) {
  const [task] = await readTask([TaskId.parse(req.params.id), req.userId]);
  if (!task) throw new HttpError(404, 'task not found');
  return task;
}

function edited(task, edit) {
  const next = { ...task, ...edit };
  if (next.status !== task.status) {
    if (!TRANSITIONS[task.status].includes(next.status)) {
      throw new HttpError(409, `a task that is ${task.status} cannot become ${next.status}`);
    }
    next.completed_at = next.status === 'done' ? new Date() : null;
  }
  return next;
}

tasks.get('/:id', async (req, res) => {
  const task = await ownedTask(req);
  res.set('ETag', `"${task.version}"`).json(task);
});

tasks.get('/', async (req, res) => {
  const { limit, offset } = PageQuery.parse(req.query);
  res.json(await listTasks([req.userId, limit, offset]));
});

tasks.post('/', async (req, res) => {
  const { title, description, priority, due_at } = NewTask.parse(req.body);
  const [task] = await insertTask([randomUUID(), req.userId, title, description, priority, due_at]);
  res.status(201).location(`/api/v1/tasks/${task.id}`).set('ETag', `"${task.version}"`).json(task);
});

tasks.patch('/:id', async (req, res) => {
  const edit = TaskEdit.parse(req.body);
  const task = await ownedTask(req);
  const { title, description, status, priority, due_at, completed_at } = edited(task, edit);
  const [updated] = await updateTask([
    task.id, req.userId, task.version, title, description, status, priority, due_at, completed_at,
  ]);
  if (!updated) throw new HttpError(409, 'the task has changed meanwhile');
  res.set('ETag', `"${updated.version}"`).json(updated);
});
