import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { PREFERRED, isFree, reservePorts, type Reservation } from '../../embedded/ports.ts';

const reservations: Reservation[] = [];
const servers: Server[] = [];

afterEach(() => {
  reservations.splice(0).forEach((reservation) => reservation.release());
  servers.splice(0).forEach((server) => server.close());
});

async function reserve(...args: Parameters<typeof reservePorts>): Promise<Reservation> {
  const reservation = await reservePorts(...args);
  reservations.push(reservation);
  return reservation;
}

async function listen(port: number): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
}

test('two copies that choose at the same moment never get a port in common', async () => {
  const [one, other] = await Promise.all([reserve({}), reserve({})]);
  const all = [...Object.values(one.ports), ...Object.values(other.ports)];
  expect(new Set(all).size).toBe(all.length);
});

test('each part keeps its last digit, so that a moved copy is still recognised', async () => {
  const { ports } = await reserve({});
  for (const [name, port] of Object.entries(ports)) {
    expect(port % 10).toBe(PREFERRED[name as keyof typeof PREFERRED] % 10);
  }
});

test('the ports of the last start are taken again', async () => {
  const first = await reserve({});
  first.release();
  const remembered = { api: 8990 + 10 };
  const again = await reserve(remembered);
  expect(again.ports.api).toBe(9000);
  expect(again.moved).toEqual([]);
});

test('a remembered port that another program has taken is given up, and said so', async () => {
  await listen(9010);
  const { ports, moved } = await reserve({ mailWeb: 9010 });
  expect(ports.mailWeb).not.toBe(9010);
  expect(moved).toEqual(['mailWeb']);
});

test('a port that the user set and that is taken is refused by number', async () => {
  await listen(9020);
  await expect(reservePorts({}, { api: 9020 })).rejects.toThrow('Port 9020 (api) is taken');
});

test('an address that is not of this machine is named', async () => {
  await expect(isFree(9030, '192.0.2.1')).rejects.toThrow('TOCSIN_HOST=192.0.2.1');
});
