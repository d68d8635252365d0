import { describe, expect, test } from '@jest/globals';
import type { Incident } from '../../domain/incident.ts';
import { buildIcoReport } from '../../domain/notices/icoReport.ts';
import {
  buildFinal, buildFollowUp, buildWithdrawal, type LaterInput,
} from '../../domain/notices/laterReport.ts'; // prettier-ignore
import { NOTICE_KINDS } from '../../domain/notices/phases.ts';
import { documentOptions, renderNotice } from '../../templates/notices.ts';
import { at, drill, incident, reportInput } from './samples.ts';

const context = {
  timeZone: 'Europe/London',
  organisation: 'Harmony',
  reference: 'INC-2026-0001',
  version: 2,
};
const FILE = { icoReference: 'IC-1', initialMadeAt: '2026-07-01T10:00:00.000Z' };
const BEFORE: Partial<Incident> = { narrative: { recordsApprox: 7, whatHappened: 'A laptop.' } };
const input = (now: Partial<Incident>, rest: Partial<LaterInput> = {}): LaterInput => ({
  ...reportInput(now),
  ...FILE,
  sent: {
    phase: 'initial',
    madeAt: FILE.initialMadeAt,
    notice: 'n1',
    sections: buildIcoReport(reportInput(BEFORE)).sections,
  },
  ...rest,
});
const followUp = (now: Partial<Incident>, rest: Partial<LaterInput> = {}) =>
  renderNotice(buildFollowUp(input(now, rest)), 'en', context);
const CHANGED: Partial<Incident> = { narrative: { recordsApprox: null, whatHappened: 'A laptop, stolen.' } };

describe('the follow-up report', () => {
  test('names its type, the case, and when the initial report was made', () => {
    const { markdown } = followUp(CHANGED);
    expect(markdown).toContain('- **Type of report:** Follow-up report\n');
    expect(markdown).toContain('- **ICO case reference:** IC-1\n');
    expect(markdown).toContain('- **Initial report made:** Wed 1 Jul 2026, 11:00 BST');
    expect(followUp(CHANGED, { icoReference: null }).markdown).toContain('reference:** Reference awaited');
  });

  test('shows before and now, and only what differs', () => {
    const { markdown, json } = followUp(CHANGED);
    expect(markdown).toContain(
      '### What has happened? What went wrong, and how?\n\n**Before:**\n\n> A laptop.\n\n**Now:**\n\n> A laptop, stolen.',
    );
    expect(markdown).toContain('concerned\n\n**Before:**\n\n> 7\n\n**Now:**\n\n> *Not yet known*');
    expect(json.changes.map(({ question }) => question)).toEqual(['whatHappened', 'recordsApprox']);
    expect(markdown.match(/\*\*Before:\*\*/g)).toHaveLength(2);
  });

  test('tells "not yet known" from a gap in what is still missing', () => {
    const { markdown } = followUp(CHANGED);
    expect(markdown).toContain('| 33(3)(a) | Number of personal data records concerned | Not yet known |');
    expect(markdown).toContain('for the people affected | Not answered |');
  });

  test('without a difference it says so and offers the final report', () => {
    const { markdown } = followUp(BEFORE);
    expect(markdown).toContain('Nothing differs from what was sent on Wed 1 Jul 2026, 11:00 BST');
    expect(markdown).toContain('bin/tocsin draft final INC-2026-0001');
  });

  test('where what was sent is not known it says so and lists everything', () => {
    const { markdown, json } = followUp(BEFORE, { sent: null });
    expect(markdown).toContain('**What was sent is not known here:**');
    expect(json.changes.length).toBeGreaterThan(30);
    expect(markdown).not.toContain('**Before:**');
  });

  test('an answer that is Markdown stays an answer, before and now', () => {
    const { markdown } = followUp({ narrative: { recordsApprox: 7, whatHappened: '# Approved\n| a |' } });
    expect(markdown).toContain('> \\# Approved\\\n> \\| a \\|');
  });
});

describe('the final report and the withdrawal', () => {
  const final = (now: Partial<Incident>, why: string | null) =>
    renderNotice(buildFinal(input(now), { openDemands: ['authorityOrder:1'], why }), 'en', context);

  test('the final report gives every answer, what is open and why', () => {
    const { markdown, json } = final(CHANGED, 'Nobody kept logs.');
    for (const one of json.sections.flatMap(({ questions }) => questions))
      expect(markdown).toContain(`**${one.formOrder}. ${one.label}**`);
    expect(markdown).toContain('> Nobody kept logs.');
    expect(markdown).toContain("- Carry out the authority's order (1)");
    expect(final(CHANGED, null).markdown).toContain('**Say why.**');
  });

  test('steps against recurrence stand with their dates, and those without one are named', () => {
    const recurrenceMeasures = [{ what: 'Cables', due: '2026-12-01' }, { what: 'Training' }];
    const { markdown } = final({ narrative: { recurrenceMeasures } }, null);
    expect(markdown).toContain('> Cables (by Tue 1 Dec 2026)\\\n> Training (no date yet)');
    expect(markdown).toContain('Not dated yet: Training');
    expect(markdown).toContain('and by when? | Partly known |');
  });

  const facts = (personalData: boolean | undefined, more: Partial<Incident> = {}) => ({
    ...incident({ tracks: [{ id: 'pupils', facts: { role: 'controller', personalData } }], ...more }),
    factsRevision: 3,
  });
  const given = { ...FILE, decidedBy: 'Ann', reason: 'It was empty.', approved: false };
  const withdrawal = (...values: Parameters<typeof facts>) =>
    renderNotice(buildWithdrawal(facts(...values), given), 'en', context).markdown;

  test('a withdrawal says that the facts do not show it, where they do not', () => {
    expect(withdrawal(false)).not.toContain('The facts on record');
    expect(withdrawal(undefined)).toContain('**The facts on record do not show it:**');
  });

  test('each is marked DRAFT until approved, and DRILL only in a drill', () => {
    const all = [followUp(CHANGED), final(CHANGED, null), { markdown: withdrawal(false) }];
    for (const { markdown } of all) expect(markdown).toMatch(/\*\*DRAFT\./);
    for (const { markdown } of all) expect(markdown).not.toContain('DRILL');
    const practised = [followUp({ ...CHANGED, drill }).markdown, withdrawal(false, { drill })];
    for (const markdown of practised) expect(markdown).toContain('**DRILL. This is an exercise.');
    expect(followUp(CHANGED, { approved: true }).markdown).not.toContain('DRAFT');
  });
});

test('documents of each kind have a title of their own', () => {
  const titles = NOTICE_KINDS.map((kind) => {
    const notice = { kind, version: 1, state: 'draft', language: 'en', createdAt: at(FILE.initialMadeAt), approvedAt: null } as const; // prettier-ignore
    return documentOptions(incident(), notice).title;
  });
  expect(titles).toEqual([
    'Report of a personal data breach to the ICO: INC-2026-0001',
    'Follow-up report of a personal data breach to the ICO: INC-2026-0001',
    'Final report of a personal data breach to the ICO: INC-2026-0001',
    'Withdrawal of a report to the ICO: INC-2026-0001',
  ]);
});
