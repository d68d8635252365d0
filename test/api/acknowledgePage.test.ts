import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium } from 'playwright-core';
import { acknowledgeToken } from '../../domain/links.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { itWith, pathOf } from '../support/optional.ts';
import { sampleOrganisation } from '../support/samples.ts';

const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
]; // prettier-ignore
const NOW = new Date('2026-02-03T12:00:00Z');

let server: ApiServer;
beforeAll(async () => {
  server = await startApi({ organisation: sampleOrganisation(), now: NOW });
});
afterAll(() => server.stop());

/** A new incident and the link to its first page. */
async function paged(): Promise<{ incident: string; page: string; link: string }> {
  const { body } = await server.api.post('/v1/incidents', {
    title: 'Lost laptop',
    discoveredAt: NOW.toISOString(),
  });
  const [page] = (await server.api.get(`/v1/incidents/${body.id}/pages`)).body.items;
  const token = acknowledgeToken(server.linkKey, {
    organisationId: server.organisationId,
    incidentId: body.id,
    pageId: page.id,
    personId: 'ada',
    expiresAt: new Date(NOW.getTime() + 3_600_000),
  });
  return { incident: body.id, page: page.id, link: `${server.url}/acknowledge/${token}` };
}

const stateOf = async (incident: string): Promise<Record<string, unknown>> =>
  (await server.api.get(`/v1/incidents/${incident}/pages`)).body.items[0];

describe('the page behind the link in a mail', () => {
  itWith('chromium')(
    'acknowledges when a person presses its one button in a browser, and not before',
    async () => {
      const { incident, link } = await paged();
      const profile = await mkdtemp(join(tmpdir(), 'tocsin-chromium-'));
      const browser = await chromium.launchPersistentContext(profile, {
        executablePath: pathOf('chromium') ?? '/usr/bin/chromium',
        args: FLAGS,
        viewport: { width: 390, height: 844 },
      });
      try {
        const tab = await browser.newPage();
        const problems: string[] = [];
        tab.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
        await tab.goto(link);
        expect(await stateOf(incident)).toMatchObject({ state: 'open' });
        expect(await tab.getByRole('button').count()).toBe(1);
        expect(await tab.content()).not.toContain('Lost laptop');
        await tab.getByRole('button').click();
        await tab.waitForLoadState();
        expect(await stateOf(incident)).toMatchObject({
          state: 'acknowledged',
          acknowledgedBy: 'Ada Owner',
          acknowledgedThrough: 'link',
        });
        expect(problems).toEqual([]);
      } finally {
        await browser.close();
        await rm(profile, { recursive: true, force: true });
      }
    },
  );

  it.each(['GET', 'HEAD'])('changes nothing for a mail scanner that sends %s', async (method) => {
    const { incident, link } = await paged();
    expect((await fetch(link, { method })).status).toBe(200);
    expect(await stateOf(incident)).toMatchObject({ state: 'open' });
  });

  it('says so when somebody else was faster, and keeps the first answer', async () => {
    const { incident, page, link } = await paged();
    await server.api.post(`/v1/incidents/${incident}/pages/${page}/acknowledgement`, { by: 'Ben' });
    expect(await (await fetch(link, { method: 'POST' })).text()).toMatch(/already/i);
    expect(await stateOf(incident)).toMatchObject({ acknowledgedBy: 'Ben' });
  });

  it('refuses a link that has expired or was changed', async () => {
    const { incident, link } = await paged();
    expect((await fetch(`${link}x`, { method: 'POST' })).status).toBe(404);
    server.time.now = new Date(NOW.getTime() + 2 * 3_600_000);
    expect((await fetch(link, { method: 'POST' })).status).toBe(410);
    server.time.now = NOW;
    expect(await stateOf(incident)).toMatchObject({ state: 'open' });
  });
});

describe('a failure behind the link is a page that a person can read', () => {
  const shown = async (url: string, method = 'GET') => {
    const answer = await fetch(url, { method });
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      retryAfter: Number(answer.headers.get('retry-after')),
      text: (await answer.text()).replaceAll(/<style[^]*?<\/style>|<[^>]*>/g, ''),
    };
  };
  const HTML = 'text/html; charset=utf-8';

  it.each(['GET', 'POST'])('when %s came too often, and says how long to wait', async (method) => {
    const { link } = await paged();
    for (let n = 0; n < 60; n += 1) await fetch(link, { method });
    const { retryAfter, text, ...rest } = await shown(link, method);
    expect(rest).toEqual({ status: 429, type: HTML });
    expect(retryAfter).toBeGreaterThan(0);
    expect(text).toContain(`Wait ${retryAfter} second`);
    expect(text).toContain('the link in the message again');
    expect(text).toContain('stays open. Tocsin asks the next person');
  });

  it.each([
    ['no token', '/acknowledge'],
    ['a token that is too long for a path', `/acknowledge/${'x'.repeat(701)}`],
    ['a token that is too long', `/acknowledge/${'x'.repeat(601)}`],
    ['more than a token', '/acknowledge/x/y'],
    ['a token that cannot be decoded', '/acknowledge/%zz'],
  ])('when it has %s', async (_, path) => {
    const { status, type, text } = await shown(`${server.url}${path}`);
    expect([400, 404]).toContain(status);
    expect({ type, text }).toEqual({ type: HTML, text: expect.stringContaining('Copy the whole address') });
  });

  it('when the incident it leads to is not there', async () => {
    const token = acknowledgeToken(server.linkKey, {
      organisationId: server.organisationId,
      incidentId: server.organisationId,
      pageId: server.organisationId,
      personId: 'ada',
      expiresAt: new Date(NOW.getTime() + 3_600_000),
    });
    const { status, type, text } = await shown(`${server.url}/acknowledge/${token}`);
    expect({ status, type, text }).toEqual({
      status: 404,
      type: HTML,
      text: expect.stringContaining('does not work'),
    });
  });

  it.each(['GET', 'POST'])('when Tocsin fails at %s', async (method) => {
    const { link } = await paged();
    const broken = await startApi({ organisation: sampleOrganisation(), now: NOW, linkKey: server.linkKey });
    try {
      await broken.db.destroy();
      const { status, type, text } = await shown(link.replace(server.url, broken.url), method);
      expect({ status, type }).toEqual({ status: 500, type: HTML });
      expect(text).toContain('Something went wrong');
      expect(text).toContain('call your colleagues');
    } finally {
      await broken.stop();
    }
  });

  it('and nowhere else', async () => {
    const { status, type } = await shown(`${server.url}/acknowledgement`);
    expect(status).toBe(404);
    expect(type).toMatch(/^application\/problem\+json/);
  });
});
