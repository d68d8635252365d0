import type { Client } from '../cli/client.ts';
import { ApiProblem } from '../cli/errors.ts';
import { changedTrack } from '../cli/facts.ts';
import type { Duty, Incident, Items, Notice, Page, TimelineEntry } from '../cli/types.ts';
import { acknowledgePath, openLink } from './sampleDrillMail.ts';
import { actorLine } from './sampleDrillStory.ts';
import type { DrillWatch } from './sampleDrillWatch.ts';

/** Shortly before hour 72, with a few real seconds to spare on a slow machine. */
const REPORT_AT_HOUR = 67;

export type Players = {
  /** First on call, and who is asked next. */
  first: string;
  second: string;
  /** Address of whoever is asked next. */
  secondEmail: string;
};

export type Scene = {
  client: Client;
  incident: Incident;
  watch: DrillWatch;
  players: Players;
  /** The last reminder before the authority's deadline, e.g. "reminder-0.9". */
  lastReminder: string;
  print: (line: string) => void;
};

/** The scripted responder: what two people of the music school do in three days. */
export async function playResponder(scene: Scene): Promise<void> {
  await answerLate(scene);
  await contain(scene);
  await learnMore(scene);
  await tellFamilies(scene);
  await report(scene);
  await publishAndClose(scene);
}

/** Nobody answers at first; the next person opens the link. That acknowledges nothing: a mail scanner does as much. */
async function answerLate({ client, incident, watch, players, print }: Scene): Promise<void> {
  print(actorLine('Nobody sees the first mails.'));
  const escalated = await watch.entry(
    'the page going on to the next person',
    (entry) => entry.kind === 'page.escalated',
    60,
  );
  const mail = await watch.until('the mail to the next person', () =>
    watch.mails.find(
      ({ to, receivedAt }) => to.includes(players.secondEmail) && receivedAt >= escalated.recordedAt,
    ),
  );
  const path = acknowledgePath(mail.text);
  if (path === undefined) throw new Error('The mail has no link to acknowledge with.');
  await openLink(client.apiUrl, path);
  const { items } = await client.get<Items<Page>>(`/v1/incidents/${incident.id}/pages`);
  if (items.some(({ state }) => state === 'acknowledged'))
    throw new Error('Opening the link acknowledged the page.');
  print(actorLine(`${players.second} opens the link and presses the button.`));
  await watch.answer(mail);
  await watch.entry('the acknowledgement', isAcknowledged);
  watch.answering = true;
  await act(client, incident, 'notes', {
    text: `${players.second} has rung ${players.first}, who takes it from here.`,
    by: players.second,
  });
}

async function contain({ client, incident, watch, players, print }: Scene): Promise<void> {
  print(actorLine(`${players.first} cannot stop it yet, and says so.`));
  const because = 'the host has to take the booking page off line, and its support opens at eight';
  await act(client, incident, 'containment', { contained: false, because, by: players.first });
  await watch.entry('the reminder to contain', isFired('containment'), 45);
  await watch.untilHour(13);
  const how = 'The booking page is off line, and all sign-in sessions are ended';
  await act(client, incident, 'containment', { contained: true, how, by: players.first });
  await watch.untilHour(15);
  const findings =
    'The log shows every booking of 118 families read from one address, 60 of the pupils under 13';
  await act(client, incident, 'scope', { findings, by: players.first });
}

/** What is known now makes the risk high: the duty to tell the families hardens, and pages. */
async function learnMore({ client, incident, watch, players, print }: Scene): Promise<void> {
  await watch.untilHour(17);
  print(actorLine(`${players.first} writes down what the log shows.`));
  const current = await client.get<Incident>(`/v1/incidents/${incident.id}`);
  const facts = [
    'cia.confidentiality=confirmed', 'exfiltration=confirmed', 'malicious=true', 'specialCategory=false',
    'individuals.approx=236', 'individuals.children=true', 'recipients.known=false',
  ]; // prettier-ignore
  await client.patch<Incident>(`/v1/incidents/${incident.id}`, {
    revision: current.revision,
    tracks: [await changedTrack(current.tracks, { fact: facts, track: current.tracks[0]?.id })],
    narrative: {
      likelyConsequences:
        'A stranger knows where and when children have their lessons, and could write to families.',
      likelihoodOfSignificantConsequences: 'neutral',
      recordsApprox: 1410,
      measuresTaken: 'Booking page off line; all sessions ended; the list now checks whose booking it shows.',
      measuresProposed:
        'An outside test of the booking page before it returns; lesson times changed on request.',
      individualsTold: 'aboutToTell',
      trainedInLastTwoYears: 'yes',
    },
    by: players.first,
  });
  await watch.entry('the duty to tell people becoming certain', isHardened);
}

/** Art. 34: without undue delay. With children concerned it does not wait for the report. */
async function tellFamilies({ client, incident, watch, players, print }: Scene): Promise<void> {
  await watch.entry('the reminder at half time', isFired('authority'), 90);
  await watch.untilHour(39);
  print(actorLine(`${players.first} writes to every family.`));
  await satisfy(client, incident, 'individuals', {
    how: 'A letter by e-mail to 118 families, and a call to the three without an address',
    by: players.first,
  });
}

/** The report goes out late in the 72 hours, so that every reminder is seen; outside a drill it goes out at once. */
async function report({ client, incident, watch, players, lastReminder, print }: Scene): Promise<void> {
  await watch.untilHour(58);
  print(actorLine(`${players.first} reads the draft and approves it.`));
  const notice = await approve(client, incident, players.first);
  await watch.entry('the last reminder before the deadline', isFired('authority', lastReminder), 60);
  await watch.untilHour(REPORT_AT_HOUR);
  print(actorLine(`${players.first} sends the report with the ICO's online form.`));
  const submission = { route: 'onlineForm', by: players.first, notice: notice.id };
  await act(client, incident, 'submissions', { ...submission, reference: 'awaited' });
  await watch.untilHour(68.5);
  await act(client, incident, 'submissions', {
    ...submission,
    reference: 'IC-000000-D1L1',
    remarks: 'The reference came by e-mail.',
  });
}

async function publishAndClose({ client, incident, watch, players, print }: Scene): Promise<void> {
  await watch.untilHour(69.5);
  await satisfy(client, incident, 'publicSummary', {
    how: 'A summary on the website: what happened, which data, what we do',
    by: players.first,
  });
  print(actorLine(`${players.first} closes the incident.`));
  const reason = 'Contained, reported, families told, summary published';
  await act(client, incident, 'closure', { reason, by: players.first });
  await watch.entry('the closing entry', (entry) => entry.kind === 'incident.closed');
}

/** The newest version, drafted again if the facts moved between reading and approving. */
async function approve(client: Client, incident: Incident, by: string, tries = 3): Promise<Notice> {
  const path = `/v1/incidents/${incident.id}/notices`;
  const notice = await client.post<Notice>(path, { kind: 'ico-initial' });
  try {
    await client.post(`${path}/${notice.id}/approval`, { by });
    return notice;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'revisionConflict' || tries <= 1) throw error;
    return approve(client, incident, by, tries - 1);
  }
}

/** Meets a duty, if this organisation has it. */
async function satisfy(client: Client, incident: Incident, id: string, body: object): Promise<void> {
  const { obligations } = await client.get<{ obligations: Duty[] }>(`/v1/incidents/${incident.id}`);
  const open = obligations.some((duty) => duty.id === id && duty.state !== 'satisfied');
  if (open) await act(client, incident, `obligations/${id}/satisfaction`, body);
}

const act = (client: Client, { id }: Incident, path: string, body: object): Promise<unknown> =>
  client.post(`/v1/incidents/${id}/${path}`, body);

const isAcknowledged = (entry: TimelineEntry): boolean => entry.kind === 'page.acknowledged';

const isHardened = ({ kind, data }: TimelineEntry): boolean =>
  /^obligation\.(opened|changed|reopened)$/.test(kind) &&
  data.obligation === 'individuals' &&
  data.applicability === 'required';

const isFired =
  (obligation: string, milestone?: string) =>
  ({ kind, data }: TimelineEntry): boolean =>
    kind === 'milestone.fired' &&
    data.obligation === obligation &&
    (milestone === undefined || data.milestone === milestone);
