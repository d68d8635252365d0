import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Inbox } from './httpReceiver.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;

/** One connection as the server sees it. */
export interface ServerSocket {
  /** The path with which it was opened. */
  readonly path: string;
  readonly closed: boolean;
  send(value: unknown): void;
  ping(): void;
  /** Ends it in order; `drop` breaks it. */
  close(): void;
  drop(): void;
}

export interface Frame {
  socket: ServerSocket;
  kind: 'text' | 'pong' | 'close';
  text: string;
}

export interface WebSocketServer {
  readonly url: string;
  readonly sockets: Inbox<ServerSocket>;
  readonly frames: Inbox<Frame>;
  close(): Promise<void>;
}

/** A WebSocket server on loopback (RFC 6455), as far as Socket Mode needs one: short frames, no extensions. */
export async function createWebSocketServer(): Promise<WebSocketServer> {
  const sockets = new Inbox<ServerSocket>();
  const frames = new Inbox<Frame>();
  const raw = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(426).end());
  server.on('upgrade', (request, socket: Socket) => {
    raw.add(socket);
    socket.on('error', () => undefined);
    const key = `${request.headers['sec-websocket-key'] ?? ''}${GUID}`;
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}\r\n\r\n`,
    );
    const connection = connectionOn(socket, request.url ?? '');
    read(socket, (opcode, body) => {
      const kind = { [TEXT]: 'text', [PONG]: 'pong', [CLOSE]: 'close' }[opcode] as Frame['kind'] | undefined;
      if (kind) frames.add({ socket: connection, kind, text: body.toString('utf8') });
      if (opcode === CLOSE) socket.end();
    });
    sockets.add(connection);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sockets,
    frames,
    close: () => {
      for (const socket of raw) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function connectionOn(socket: Socket, path: string): ServerSocket {
  const write = (opcode: number, body: Buffer) =>
    socket.write(Buffer.concat([header(opcode, body.length), body]));
  return {
    path,
    get closed() {
      return socket.destroyed;
    },
    send: (value) => write(TEXT, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))),
    ping: () => write(PING, Buffer.from('ping')),
    close: () => write(CLOSE, Buffer.from([0x03, 0xe8])),
    drop: () => socket.destroy(),
  };
}

function header(opcode: number, length: number): Buffer {
  if (length < 126) return Buffer.from([0x80 | opcode, length]);
  if (length < 65_536) return Buffer.from([0x80 | opcode, 126, length >> 8, length & 0xff]);
  throw new RangeError('this server sends short frames');
}

/** Frames from a client are masked; each is short and whole. */
function read(socket: Socket, onFrame: (opcode: number, body: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (let frame = firstFrame(rest); frame; frame = firstFrame(rest)) {
      rest = rest.subarray(frame.size);
      onFrame(frame.opcode, frame.body);
    }
  });
}

function firstFrame(bytes: Buffer): { opcode: number; body: Buffer; size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] as number) & 0x7f;
  const start = short === 126 ? 4 : 2;
  if (bytes.length < start) return undefined;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const size = start + 4 + length;
  if (bytes.length < size) return undefined;
  const mask = bytes.subarray(start, start + 4);
  const body = Buffer.from(bytes.subarray(start + 4, size).map((byte, n) => byte ^ (mask[n % 4] as number)));
  return { opcode: (bytes[0] as number) & 0x0f, body, size };
}
