import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listPage, mailPage, problemPage } from './mailPages.ts';
import type { CaughtMail, MailStore } from './mailStore.ts';

type Answer = { status?: number; type: string; body: string | Buffer; headers?: Record<string, string> };

const HTML = 'text/html; charset=utf-8';
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
/** For what a mail brought along: opaque origin, no script, no form, no image fetched from outside. */
const CAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

/** The pages and the JSON of the mail catcher; it is not listening yet. */
export function mailWeb(store: MailStore): Server {
  return createServer((request, response) => {
    answer(store, request)
      .catch((): Answer => ({ status: 500, type: HTML, body: problemPage('The mail could not be read') }))
      .then((made) => send(response, made, request.method === 'HEAD'))
      .catch(() => response.destroy());
  });
}

async function answer(store: MailStore, request: IncomingMessage): Promise<Answer> {
  if (!isLocal(request.headers.host)) return refuse(421, 'Open this page by its loopback address');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Mail can only be read here');
  const { pathname } = new URL(request.url ?? '/', 'http://loopback');
  if (pathname === '/') return { type: HTML, body: listPage(store.list()) };
  if (pathname === '/healthz') return json({ status: 'ok' });
  if (pathname === '/api/messages') return json(store.list());
  const [, api, id, part, index] =
    /^\/(api\/)?messages\/([^/]+)(?:\/(html|source|attachments)(?:\/(\d+))?)?$/.exec(pathname) ?? [];
  const mail = id === undefined ? undefined : await store.read(id);
  if (mail === undefined) return refuse(404, 'There is no such mail');
  if (api !== undefined) return json(withoutContent(mail));
  return await partOf(store, mail, part, Number(index));
}

async function partOf(
  store: MailStore,
  mail: CaughtMail,
  part: string | undefined,
  index: number,
): Promise<Answer> {
  if (part === undefined) return { type: HTML, body: mailPage(mail) };
  if (part === 'html')
    return { type: HTML, body: mail.html ?? '', headers: { 'content-security-policy': CAGE } };
  if (part === 'source')
    return { type: 'text/plain; charset=utf-8', body: (await store.readRaw(mail.id)) ?? '' };
  const file = mail.attachments[index];
  if (file === undefined) return refuse(404, 'There is no such attachment');
  const name = encodeURIComponent(file.filename);
  const headers = {
    'content-disposition': `attachment; filename*=UTF-8''${name}`,
    'content-security-policy': CAGE,
  };
  return { type: 'application/octet-stream', body: file.content, headers };
}

function withoutContent(mail: CaughtMail): unknown {
  const attachments = mail.attachments.map(({ filename, contentType, content }) => ({
    filename,
    contentType,
    size: content.length,
  }));
  return { ...mail, attachments };
}

function json(value: unknown): Answer {
  return { type: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

function refuse(status: number, sentence: string): Answer {
  return { status, type: HTML, body: problemPage(sentence) };
}

/** The mails hold acknowledgement links: a foreign page must not read them through a host name that it points at loopback. */
function isLocal(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

function send(response: ServerResponse, made: Answer, headOnly: boolean): void {
  response.writeHead(made.status ?? 200, { ...HEADERS, 'content-type': made.type, ...made.headers });
  response.end(headOnly ? undefined : made.body);
}
