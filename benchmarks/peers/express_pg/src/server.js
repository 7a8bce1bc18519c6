import cluster from 'node:cluster';

import { app } from './app.js';
import { settings } from './settings.js';

// One worker runs alone; several are forked from a primary that only hands out connections.
if (settings.workers > 1 && cluster.isPrimary) {
  for (let i = 0; i < settings.workers; i += 1) cluster.fork();
  cluster.on('exit', (worker, code) => {
    console.error(`worker ${worker.process.pid} ended with ${code}`);
    process.exit(1);
  });
} else {
  const server = app.listen(settings.port, '127.0.0.1', 2048);
  server.keepAliveTimeout = 75_000;
}
