import { createSecretKey } from 'node:crypto';

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

export const settings = {
  databaseUrl: required('DATABASE_URL'),
  // A key object is made once; a string would be turned into one for every token.
  jwtKey: createSecretKey(Buffer.from(required('JWT_SECRET'))),
  port: Number(process.env.SERVER_PORT ?? 8080),
  workers: Number(process.env.SERVER_WORKERS ?? 1),
  poolSize: Number(process.env.POOL_SIZE ?? 10),
};
