import { Agent, request } from 'node:http';

export interface Declared {
  id: string;
  reference: string;
}

/**
 * Declares over one kept connection of its own. Each lane comes from an address of its own in 127.0.0.0/8, because the
 * API limits what one address may ask in a minute.
 */
export function declarer(apiUrl: string, lane = 0): (apiKey: string, body: string) => Promise<Declared> {
  const localAddress =
    process.platform === 'linux' ? `127.0.${1 + Math.floor(lane / 250)}.${1 + (lane % 250)}` : undefined;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,

    ...(localAddress ? { localAddress } : {}),
  });
  const url = new URL('/v1/incidents', apiUrl);
  return (apiKey, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${apiKey}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      };
      const call = request(url, { method: 'POST', agent, headers, timeout: 60_000 }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 201) resolve(JSON.parse(text) as Declared);
          else reject(new Error(`POST answered ${response.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      call.on('timeout', () => call.destroy(new Error('POST took over a minute')));
      call.on('error', reject);
      call.end(body);
    });
}
