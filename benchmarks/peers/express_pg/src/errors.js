import { ZodError } from 'zod';

export class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

// eslint-disable-next-line no-unused-vars -- Express knows an error handler by its four parameters
export function answerErrors(error, req, res, next) {
  if (error instanceof ZodError) {
    return res.status(400).json({ error: 'invalid input', issues: error.issues });
  }
  if (error.status >= 400 && error.status < 500) {
    return res.status(error.status).json({ error: error.message });
  }
  console.error(error);
  return res.status(500).json({ error: 'internal error' });
}
