import { z } from 'zod';

const title = z.string().trim().min(1).max(200);
const description = z.string().max(2000).nullable();
const status = z.enum(['todo', 'in_progress', 'done', 'cancelled']);
const priority = z.enum(['low', 'medium', 'high', 'critical']);
const dueAt = z.iso.datetime({ offset: true }).nullable();

export const TaskId = z.uuid();

export const NewTask = z.strictObject({
  title,
  description: description.default(null),
  priority: priority.default('medium'),
  due_at: dueAt.default(null),
});

export const TaskEdit = z
  .strictObject({ title, description, status, priority, due_at: dueAt })
  .partial();

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).default(0),
});

export const TRANSITIONS = {
  todo: ['in_progress', 'done', 'cancelled'],
  in_progress: ['todo', 'done', 'cancelled'],
  done: ['todo', 'in_progress'],
  cancelled: ['todo'],
};
