import jwt from 'jsonwebtoken';

import { settings } from './settings.js';

const ONLY_HS256 = { algorithms: ['HS256'] };

export function authenticated(req, res, next) {
  const header = req.headers.authorization;
  if (header?.startsWith('Bearer ')) {
    try {
      req.userId = jwt.verify(header.slice(7), settings.jwtKey, ONLY_HS256).sub;
    } catch {
      // answered below, like a missing token
    }
  }
  if (!req.userId) {
    return res.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'invalid token' });
  }
  return next();
}
