import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer as Server } from 'ws';
import { Inbox } from './httpReceiver.ts';

/** One connection as the server sees it. */
export interface ServerSocket {
  /** The path with which it was opened. */
  readonly path: string;
  send(value: unknown): void;
  ping(): void;
  /** Ends it in order. */
  close(): void;
  /** Breaks it. */
  drop(): void;
  /** From now on it neither reads nor answers, as if its machine had died; the connection stands. */
  die(): void;
}

export interface Frame {
  socket: ServerSocket;
  kind: 'text' | 'ping' | 'pong' | 'close';
  text: string;
}

export interface WebSocketServer {
  readonly url: string;
  readonly sockets: Inbox<ServerSocket>;
  readonly frames: Inbox<Frame>;
  close(): Promise<void>;
}

/** A real WebSocket server on loopback. */
export async function createWebSocketServer(): Promise<WebSocketServer> {
  const sockets = new Inbox<ServerSocket>();
  const frames = new Inbox<Frame>();
  const raw = new Set<Socket>();
  const server = new Server({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket, request) => {
    raw.add(request.socket);
    const connection = connectionOn(socket, request.socket, request.url ?? '');
    const add = (kind: Frame['kind']) => (text: unknown) =>
      frames.add({ socket: connection, kind, text: String(text) });
    socket.on('message', add('text'));
    socket.on('ping', add('ping'));
    socket.on('pong', add('pong'));
    socket.on('close', add('close'));
    socket.on('error', () => undefined);
    sockets.add(connection);
  });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
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

const connectionOn = (socket: WebSocket, raw: Socket, path: string): ServerSocket => ({
  path,
  send: (value) => socket.send(typeof value === 'string' ? value : JSON.stringify(value)),
  ping: () => socket.ping(),
  close: () => socket.close(1000),
  drop: () => raw.destroy(),
  die: () => raw.pause(),
});
