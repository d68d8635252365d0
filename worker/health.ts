import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

export interface Health {
  /** Resolves when this process can do its work; rejects otherwise. */
  ready: () => Promise<void>;
  metrics: Registry;
}

/** /healthz (alive), /readyz (can work), /metrics (Prometheus). Binds to `host` only. */
export function listenHealth(host: string, port: number, health: Health): Promise<Server> {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/', health).then(({ status, body, type }) => {
      response.writeHead(status, { 'content-type': type ?? 'text/plain; charset=utf-8' }).end(body);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

async function answer(
  path: string,
  health: Health,
): Promise<{ status: number; body: string; type?: string }> {
  if (path === '/healthz') return { status: 200, body: 'ok\n' };
  if (path === '/metrics') {
    return { status: 200, body: await health.metrics.metrics(), type: health.metrics.contentType };
  }
  if (path !== '/readyz') return { status: 404, body: 'not found\n' };
  return health.ready().then(
    () => ({ status: 200, body: 'ready\n' }),
    () => ({ status: 503, body: 'not ready\n' }),
  );
}
