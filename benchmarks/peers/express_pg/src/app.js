import express from 'express';

import { answerErrors } from './errors.js';
import { tasks } from './tasks.js';

export const app = express();

app.disable('x-powered-by');
app.set('etag', false); // the version is the ETag; hashing every body would be work for nothing
app.set('query parser', 'simple');

app.get('/health', (req, res) => res.json({ status: 'ok' }));
app.use('/api/v1/tasks', tasks);
app.use((req, res) => res.status(404).json({ error: 'not found' }));
app.use(answerErrors);
