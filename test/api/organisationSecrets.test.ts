/* eslint-disable @typescript-eslint/no-explicit-any -- answers are changed, not typed */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inOrganisation } from '../../db/database.ts';
import { findOrganisation } from '../../db/organisations.ts';
import type { Policy } from '../../domain/organisation.ts';
import { type ApiServer, startApi } from '../support/apiServer.ts';
import { sampleOrganisation } from '../support/samples.ts';

const SECRETS = [
  'webhook-of-ada-16',
  'routing-key',
  'pager-hook',
  'api-key-of-genie',
  'sentry-secret-16',
  'sig=teams',
];
const TEAMS = 'https://teams.example.org/workflows/1?sig=teams';

const policy = {
  people: [
    {
      id: 'ada',
      name: 'Ada',
      email: 'ada@school.test',
      contacts: [
        { channel: 'webhook', url: 'https://ada.example.org/', secret: SECRETS[0] },
        { channel: 'teams', url: TEAMS },
      ],
    },
  ],
  services: [
    { channel: 'pagerduty', id: 'pd', routingKey: SECRETS[1], webhookSecret: SECRETS[2] },
    { channel: 'opsgenie', id: 'og', apiKey: SECRETS[3] },
  ],
  escalation: [{ people: ['ada'], services: ['pd', 'og'] }],
  standIn: undefined,
  inbound: [{ kind: 'sentry', id: 'errors', secret: SECRETS[4] }],
};

let server: ApiServer;
let original: Policy;
beforeAll(async () => {
  const organisation = sampleOrganisation(policy);
  original = organisation.policy;
  server = await startApi({ organisation, now: new Date('2026-02-03T12:00:00Z') });
});
afterAll(() => server.stop());

const stored = () =>
  inOrganisation(server.db, server.organisationId, async (scope) => {
    const found = await findOrganisation(scope, await server.keys.of(scope, server.organisationId));
    return found!.organisation.policy;
  });
const current = async () => (await server.api.get('/v1/organisation')).body;
const put = (body: { organisation: unknown; revision: number }) => server.api.put('/v1/organisation', body);

describe('secrets of contacts, services and inbound sources', () => {
  it('are shown to nobody, and all kept when the document comes back', async () => {
    const shown = await current();
    for (const secret of SECRETS) expect(JSON.stringify(shown)).not.toContain(secret);
    expect(shown.organisation.policy.people[0].contacts[1].url).toBe('https://teams.example.org/(set)');
    const answer = await put({
      organisation: { ...shown.organisation, name: 'New' },
      revision: shown.revision,
    });
    expect(answer.status).toBe(200);
    for (const secret of SECRETS) expect(JSON.stringify(answer.body)).not.toContain(secret);
    expect(await stored()).toEqual(original);
  });

  it.each([
    [
      'the host of a Teams address',
      '/people/0/contacts/1/url',
      (copy: any) => (copy.people[0].contacts[1].url = 'https://attacker.example/(set)'),
    ],
    [
      'the address that a routing key is sent to',
      '/services/0/routingKey',
      (copy: any) => (copy.services[0].url = 'https://attacker.example'),
    ],
    [
      'the address that an API key is sent to',
      '/services/1/apiKey',
      (copy: any) => (copy.services[1].url = 'https://attacker.example'),
    ],
    ['the name of a source', '/inbound/0/secret', (copy: any) => (copy.inbound[0].id = 'other')],
  ])('are not kept with another for %s', async (_, field, change) => {
    const { organisation, revision } = await current();
    change(organisation.policy);
    const answer = await put({ organisation, revision });
    expect([answer.status, answer.body.errors?.[0]?.field]).toEqual([400, `/organisation/policy${field}`]);
    expect(await stored()).toEqual(original);
  });

  it('stay with their holder when the order changes', async () => {
    const { organisation, revision } = await current();
    organisation.policy.services.reverse();
    organisation.policy.people[0].contacts.reverse();
    expect((await put({ organisation, revision })).status).toBe(200);
    expect((await stored()).services).toEqual([...original.services].reverse());
  });
});
