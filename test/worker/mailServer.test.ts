import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { loadConfig } from '../../config/index.ts';
import { checkMailServer, closeChannels, createChannels } from '../../worker/channels.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../support/smtpReceiver.ts';

let smtp: SmtpReceiver;
beforeAll(async () => {
  smtp = await createSmtpReceiver({ auth: { user: 'tocsin', pass: 'right' } });
});
afterAll(() => smtp.close());

async function checked(env: Record<string, string>): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const channels = createChannels(loadConfig(env), { now: () => new Date() }, Buffer.alloc(32));
  await checkMailServer(channels, pino({ base: null }, { write: (line: string) => lines.push(line) }));
  await closeChannels(channels);
  return lines.map((line) => JSON.parse(line));
}

const withLogin = (login: string): string => smtp.url.replace('smtp://', `smtp://${login}@`);

it('a mail server that takes us is nothing to talk about', async () => {
  expect(await checked({ TOCSIN_SMTP_URL: withLogin('tocsin:right') })).toEqual([]);
});

it.each([
  ['auth', () => withLogin('tocsin:wrong')],
  ['unreachable', () => 'smtp://127.0.0.1:1'],
])('a mail server that does not is told of loudly, with the code %s', async (code, url) => {
  const [line] = await checked({ TOCSIN_SMTP_URL: url() });
  expect(line).toMatchObject({ level: 50, code, variable: 'TOCSIN_SMTP_URL' });
  expect(JSON.stringify(line)).not.toContain('wrong');
});

it('the local catcher is not asked: it reaches nobody anyway', async () => {
  expect(await checked({ TOCSIN_CATCHER_SMTP_URL: 'smtp://127.0.0.1:1' })).toEqual([]);
});
