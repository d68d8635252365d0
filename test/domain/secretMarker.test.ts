import { describe, expect, it } from '@jest/globals';
import { markerOf, placesWithMarker, secretPlaces } from '../../domain/secretMarker.ts';
import { sampleOrganisation } from '../support/samples.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TEAMS = 'https://prod-1.westeurope.logic.azure.com/workflows/1/invoke?sig=abc';

const organisation = (secret = SECRET, teams = TEAMS) =>
  sampleOrganisation({
    people: [
      {
        id: 'ada',
        name: 'Ada',
        webhook: { url: 'https://a.test/', secret },
        contacts: [
          { channel: 'webhook', id: 'second', url: 'https://b.test/', secret },
          { channel: 'teams', url: teams },
          { channel: 'sms', number: '+441632960101' },
        ],
      },
      { id: 'ben', name: 'Ben', email: 'ben@friend.test', webhook: { url: 'https://c.test/' } },
    ],
    services: [
      { channel: 'pagerduty', id: 'pd', routingKey: secret, webhookSecret: secret },
      { channel: 'opsgenie', id: 'og', apiKey: secret },
      { channel: 'teams', id: 'room', url: teams },
      { channel: 'webhook', id: 'hook', url: 'https://d.test/', secret },
    ],
    inbound: [{ kind: 'sentry', id: 'errors', secret }],
  });

describe('a secret that is not shown', () => {
  const NAMES = [
    'people/ada/webhook/secret',
    'people/ada/contacts/second/webhook/secret',
    'people/ada/contacts/teams/teams/url',
    'services/pd/pagerduty/routingKey',
    'services/pd/pagerduty/webhookSecret',
    'services/og/opsgenie/apiKey',
    'services/room/teams/url',
    'services/hook/webhook/secret',
    'inbound/errors/secret',
  ];

  it('stands in every place that has one', () => {
    expect(secretPlaces(organisation()).map(({ name }) => name)).toEqual(NAMES);
    expect(placesWithMarker(organisation())).toEqual([]);
  });

  it('is replaced by a marker that the schema takes back; an address keeps its host', () => {
    const places = secretPlaces(organisation());
    expect(new Set(places.map(markerOf))).toEqual(
      new Set(['(set)', 'https://prod-1.westeurope.logic.azure.com/(set)']),
    );
    const shown = organisation('(set)', 'https://prod-1.westeurope.logic.azure.com/(set)');
    expect(placesWithMarker(shown)).toEqual(NAMES);
  });

  it('is long where it lets something in', () => {
    expect(() => organisation('short')).toThrow('at least 16');
  });
});
