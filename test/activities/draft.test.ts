import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { incidentActivities } from '../../activities/incident.ts';
import { declareOn, type Notice, startPhases } from '../api/phasesSupport.ts';
import type { ApiServer } from '../support/apiServer.ts';

let server: ApiServer;
beforeAll(async () => {
  server = await startPhases();
});
afterAll(() => server.stop());

async function declared() {
  const incident = await declareOn(server);
  const ref = { organisationId: server.organisationId, incidentId: incident.path.split('/').at(-1) ?? '' };
  const { db, keys, linkKey } = server;
  const clock = { now: () => server.time.now };
  const deps = { db, keys, clock, linkKey, channels: {}, linksReachable: true, baseUrl: 'http://localhost' };
  const activities = incidentActivities(deps);
  return {
    ...incident,
    draftBy: (kind: string) => activities.draftNotice({ ...ref, kind }),
    fail: (kind: string, factsRevision: number) =>
      activities.raiseDraftFailure({ ...ref, kind, factsRevision, code: 'templateFailed' }),
    due: async () =>
      (await activities.reviewIncident(ref)).due.flatMap((one) => (one.act === 'draft' ? [one.kind] : [])),
    versions: async () =>
      (await incident.get('/notices')).items.map(({ kind, version }: Notice) => `${kind} ${version}`),
  };
}

describe('the draft that the engine makes', () => {
  it('is worked out again when it is made: a report that came in between ends the drafts of the first', async () => {
    const incident = await declared();
    expect(await incident.due()).toEqual(['ico-initial']);
    await incident.draftBy('ico-initial');
    expect(await incident.due()).toEqual([]);
    await incident.know({ recordsApprox: 300 });
    expect(await incident.due()).toEqual(['ico-initial']);
    await incident.submit({ route: 'telephone' });
    await incident.draftBy('ico-initial');
    expect(await incident.versions()).toEqual(['ico-initial 1']);
    expect(await incident.due()).toEqual(['ico-follow-up']);
  });

  it('pages about the duty that waits for it when it fails', async () => {
    const incident = await declared();
    await incident.fail('ico-initial', 1);
    await incident.submit({ route: 'telephone' });
    await incident.fail('ico-follow-up', 2);
    const failed = (await incident.get('/pages')).items.filter(
      ({ reason }: { reason: string }) => reason === 'draftFailed',
    );
    expect(failed.map(({ obligation }: { obligation: string }) => obligation)).toEqual([
      'authority',
      'followUp',
    ]);
  });

  it('is made once, however often it is carried out', async () => {
    const incident = await declared();
    await incident.draftBy('ico-initial');
    await incident.draftBy('ico-initial');
    expect(await incident.versions()).toEqual(['ico-initial 1']);
  });
});
