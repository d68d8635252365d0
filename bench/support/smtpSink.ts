import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Arrival {
  /** X-Tocsin-Key: names the delivery, see channels/identity.ts. */
  keyHash: string;
  /** Wall clock in milliseconds: the sender's first command for this mail, and our "250" to its data. */
  startedAt: number;
  acceptedAt: number;
  raw: string;
}

export interface SmtpSink {
  url: string;
  port: number;
  arrivals: Arrival[];
  /** Resolves with the first arrival that fits, also one that came already. */
  wait(fits: (arrival: Arrival) => boolean, limitMs: number): Promise<Arrival>;
  close(): Promise<void>;
}

/** A mail server on loopback that takes everything at once and notes when; it parses nothing but one header. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const arrivals: Arrival[] = [];
  const waiting = new Set<() => void>();
  const started = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    closeTimeout: 100,
    onMailFrom: (_address, session, callback) => {
      started.set(session.id, now());
      callback();
    },
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('latin1');
        const keyHash = /^X-Tocsin-Key: (\S+)/im.exec(raw)?.[1] ?? '';
        const acceptedAt = now();
        arrivals.push({ keyHash, startedAt: started.get(session.id) ?? acceptedAt, acceptedAt, raw });
        callback();
        for (const wake of [...waiting]) wake();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    arrivals,
    wait: (fits, limitMs) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = arrivals.find(fits);
          if (!found) return;
          settle();
          resolve(found);
        };
        const settle = () => {
          waiting.delete(look);
          clearTimeout(timer);
        };
        const timer = setTimeout(() => {
          settle();
          reject(new Error(`no mail within ${limitMs} ms`));
        }, limitMs);
        waiting.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Wall clock with fractions, comparable with other processes' clocks on this machine. */
export const now = (): number => performance.timeOrigin + performance.now();
