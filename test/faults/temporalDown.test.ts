import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HIGH_RISK, sampleOrganisation } from '../support/samples.ts';
import { type RealProcesses, startAll } from '../support/realProcesses.ts';
import { until } from '../support/until.ts';
import { type Duty, dueInstants, IncidentReader } from './incident.ts';

const HOUR = 3_600_000;
/** The fastest clock that a drill may have: six hours in two seconds. */
const SCALE = 10_000;
const NEVER_AGAIN = 7 * 24 * 60;
const RECOVERY_MS = 40_000;

const organisation = sampleOrganisation({
  containmentHours: 6,
  scopeHours: 2_000,
  individualsTargetHours: 2_000,
  publicSummary: 'never',
  reminders: { atFractions: [], overdueEveryMinutes: NEVER_AGAIN },
  remindersFor: { containment: { atFractions: [0.5, 0.75, 0.9], overdueEveryMinutes: NEVER_AGAIN } },
});

let rig: RealProcesses;
beforeAll(async () => {
  rig = await startAll(organisation);
});
afterAll(() => rig?.stop());

interface Declared {
  incident: IncidentReader;
  id: string;
  reference: string;
  revision: number;
  declaredDuties: Duty[];
}

async function declare(title: string): Promise<Declared> {
  const { status, headers, body } = await rig.processes.client.post('/v1/incidents', {
    title,
    discoveredAt: new Date().toISOString(),
    questions: { channelsCompromised: 'no' },
    drill: { scale: SCALE },
  });
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/v1/incidents/${body.id}`);
  const { id, reference, revision, obligations } = body;
  return {
    incident: new IncidentReader(rig.processes.client, id),
    id,
    reference,
    revision,
    declaredDuties: obligations,
  };
}

const overdue = async ({ incident }: Declared) =>
  until('the deadline to pass', async () => {
    const { body } = await rig.processes.client.get(`/v1/incidents/${incident.id}`);
    return body.obligations.find((duty: Duty) => duty.id === 'containment').overdue;
  });

const paged = async ({ incident }: Declared, milestone: string) =>
  until(
    `the page "${milestone}" to arrive`,
    async () => {
      const page = (await incident.pages()).find((one) => one.milestone === milestone);
      return page?.deliveries.some(({ status }) => status === 'sent') ?? false;
    },
    RECOVERY_MS,
  );

const drafted = async ({ incident }: Declared) =>
  until('the draft', async () => (await incident.notices()).length > 0, RECOVERY_MS);

/** What every outage must leave: the clocks of the declaration, one page for all that was missed, and a record of it. */
async function expectCaughtUp(declared: Declared): Promise<void> {
  const { incident, declaredDuties, reference } = declared;
  await paged(declared, 'declared');
  await paged(declared, 'overdue-0');
  await drafted(declared);
  expect(dueInstants(await incident.duties())).toEqual(dueInstants(declaredDuties));
  const missed = await incident.timeline('milestone.missed');
  expect(missed.map(({ data }) => data['milestones'])).toEqual([
    ['reminder-0.5', 'reminder-0.75', 'reminder-0.9'],
  ]);
  expect((await incident.fired()).filter((name) => name.startsWith('containment'))).toEqual([
    'containment/overdue-0',
  ]);
  expect((await incident.pages()).filter(({ obligation }) => obligation === 'containment')).toHaveLength(1);
  const [mail] = rig.smtp.messages.filter((message) => message.mail.subject?.includes(reference));
  expect(mail?.to).toEqual([expect.stringMatching(/^(ada@school|ben@friend)\.test$/)]);
}

describe('while Temporal is away', () => {
  let early: Declared;
  let late: Declared;

  beforeAll(async () => {
    await rig.temporal.kill();
    early = await declare('Lost laptop');
    late = await declare('Bookings table read by a stranger');
  });

  it('a declaration answers 201 with every deadline', () => {
    for (const { declaredDuties } of [early, late]) {
      expect(declaredDuties.map(({ id }) => id).toSorted()).toEqual([
        'authority',
        'containment',
        'individuals',
        'scope',
      ]);
      const authority = declaredDuties.find(({ id }) => id === 'authority')!;
      expect(Date.parse(authority.dueAt) - Date.parse(authority.startsAt)).toBe(72 * HOUR);
    }
  });

  it('changed facts are taken, and so is the containment', async () => {
    const path = `/v1/incidents/${late.id}`;
    const tracks = [{ id: 'bookings', facts: HIGH_RISK }];
    const patched = await rig.processes.client.patch(path, { revision: late.revision, tracks });
    expect(patched.status).toBe(200);
    const contained = await rig.processes.client.post(`${path}/containment`, {
      contained: true,
      how: 'key revoked',
    });
    expect(contained.status).toBe(200);
    expect(contained.body.obligations.find((duty: Duty) => duty.id === 'containment').state).toBe(
      'satisfied',
    );
  });

  it('when it is back everything starts on the clocks of the original instants, and what was missed is one page', async () => {
    await overdue(early);
    expect(await early.incident.pages()).toMatchObject([{ milestone: 'declared', deliveries: [] }]);
    await rig.temporal.start();
    await expectCaughtUp(early);
  });

  it('the changes made meanwhile have their effect: new duties page, met ones are silent', async () => {
    await paged(late, 'declared');
    await drafted(late);
    const duties = await late.incident.duties();
    expect(dueInstants(duties)).toMatchObject(dueInstants(late.declaredDuties));
    const entries = await late.incident.timeline('obligation.changed');
    expect(entries.map(({ data }) => data['obligation'])).toContain('individuals');
    expect((await late.incident.fired()).filter((name) => name.startsWith('containment'))).toEqual([]);
  });
});

describe('while the worker is away', () => {
  it('a declaration answers 201, and everything follows when it is back', async () => {
    expect(await rig.processes.worker.end('SIGKILL')).toBe('SIGKILL');
    const declared = await declare('A letter to the wrong family');
    await overdue(declared);
    expect(await declared.incident.pages()).toMatchObject([{ milestone: 'declared', deliveries: [] }]);
    await rig.processes.worker.start();
    await expectCaughtUp(declared);
  });

  it('a worker that starts while Temporal is away waits for it', async () => {
    await rig.processes.worker.end('SIGKILL');
    await rig.temporal.kill();
    await rig.processes.worker.start('/healthz');
    expect((await fetch(`${rig.processes.worker.url}/readyz`)).status).toBe(503);
    const declared = await declare('A stolen phone');
    await rig.temporal.start();
    await paged(declared, 'declared');
    expect(rig.processes.worker.exited).toBe(false);
  });
});
