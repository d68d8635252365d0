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
