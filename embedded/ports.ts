import { createSocket, type Socket } from 'node:dgram';
import { createServer } from 'node:net';
import { Problem, errorCode } from './problem.ts';

/** The ports that a copy prefers. The last digit names the part, also where a copy had to move on by tens. */
export const PREFERRED = {
  api: 8420,
  worker: 8421,
  watchdog: 8422,
  mailWeb: 8425,
  smtp: 8426,
  temporal: 8427,
  temporalUi: 8428,
  postgres: 8429,
} as const;

export type PortName = keyof typeof PREFERRED;
export type Ports = Record<PortName, number>;
export type Reservation = { ports: Ports; moved: PortName[]; release(): void };

const STEP = 10;
const TRIES = 60;
const LOOPBACK = '127.0.0.1';

/**
 * Chooses a port for each part: the fixed one (set by the user), else the one remembered from the last start, else the
 * preferred one, else the next free one ten further on.
 *
 * Each chosen port is reserved until `release` by holding the UDP port of the same number on loopback: between
 * choosing a TCP port and its server listening on it, another copy of Tocsin may be choosing too, and a worker that
 * met the other copy's Temporal would do its work. The kernel frees a UDP port when its process dies, however it dies.
 * @throws Problem when a fixed port is taken
 */
export async function reservePorts(
  remembered: Partial<Ports>,
  fixed: Partial<Ports> = {},
  apiHost: string = LOOPBACK,
): Promise<Reservation> {
  const held: Socket[] = [];
  const ports: Ports = { ...PREFERRED };
  const moved: PortName[] = [];
  const release = () => held.splice(0).forEach((socket) => socket.close());
  try {
    for (const name of Object.keys(PREFERRED) as PortName[]) {
      const host = name === 'api' ? apiHost : LOOPBACK;
      const port = await firstFree(candidates(name, remembered[name], fixed[name]), host, held);
      if (port === undefined) throw new Problem(noPort(name, fixed[name]));
      ports[name] = port;
      if (remembered[name] !== undefined && remembered[name] !== port) moved.push(name);
    }
  } catch (error) {
    release();
    throw error;
  }
  return { ports, moved, release };
}

/** True when a server could listen there now. */
export async function isFree(port: number, host: string): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE' || errorCode(error) === 'EACCES') resolve(false);
      else if (errorCode(error) === 'EADDRNOTAVAIL')
        reject(new Problem(`TOCSIN_HOST=${host} is no address of this machine.`));
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function candidates(name: PortName, remembered: number | undefined, fixed: number | undefined): number[] {
  if (fixed !== undefined) return [fixed];
  const climbing = Array.from({ length: TRIES }, (_, step) => PREFERRED[name] + step * STEP);
  return remembered === undefined ? climbing : [remembered, ...climbing];
}

async function firstFree(ports: number[], host: string, held: Socket[]): Promise<number | undefined> {
  for (const port of ports) {
    const socket = await hold(port);
    if (socket === undefined) continue;
    if (await isFree(port, host)) {
      held.push(socket);
      return port;
    }
    socket.close();
  }
  return undefined;
}

async function hold(port: number): Promise<Socket | undefined> {
  const socket = createSocket('udp4');
  return await new Promise((resolve) => {
    socket.once('error', () => {
      socket.close();
      resolve(undefined);
    });
    socket.bind({ port, address: LOOPBACK, exclusive: true }, () => {
      socket.unref();
      resolve(socket);
    });
  });
}

function noPort(name: PortName, fixed: number | undefined): string {
  if (fixed === undefined)
    return `No free port was found for ${name}: stop some of what listens from ${PREFERRED[name]} upwards.`;
  return `Port ${fixed} (${name}) is taken by another program: stop that, or set another port.`;
}
