import { describe, expect, test } from '@jest/globals';
import { buildIcoReport } from '../../domain/notices/icoReport.ts';
import { DATA_TICKS, PEOPLE_TICKS } from '../../domain/notices/icoCategories.ts';
import { narrativeSchema } from '../../domain/narrative.ts';
import { choiceText, icoForm } from '../../templates/icoForm.ts';
import { documentOptions, noticeRenderer, renderNotice } from '../../templates/notices.ts';
import { at, drill, incident, reportInput } from './samples.ts';

const context = {
  timeZone: 'Europe/London',
  organisation: 'Harmony Music School',
  reference: 'INC-2026-0001',
  version: 2,
};
const render = (...input: Parameters<typeof reportInput>) =>
  renderNotice(buildIcoReport(reportInput(...input)), 'en', context);

describe('the initial report to the ICO', () => {
  test('asks every question in the order of the form, with its number', () => {
    const { markdown, json } = render();
    const labels = json.sections
      .flatMap((section) => section.questions)
      .map((one) => `${one.formOrder}. ${one.label}`);
    const places = labels.map((label) => markdown.indexOf(`### ${label}`));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(labels).toHaveLength(43);
  });

  test('tells "not yet known" from "not answered", in words and in data', () => {
    const { markdown, json } = render({ narrative: { whatHappened: null } });
    expect(markdown).toMatch(/What went wrong, and how\? \\\*\n\n> \*Not yet known\*/);
    expect(markdown).toMatch(/How did you find out about the breach\? \\\*\n\n> \*\*Not answered\*\*/);
    const states = json.sections.flatMap((section) => section.questions).map((one) => one.answer.state);
    expect(new Set(states)).toEqual(new Set(['known', 'notYetKnown', 'unanswered']));
  });

  test('says what the form offers for what is not yet known', () => {
    expect(render({ narrative: { trainedInLastTwoYears: null } }).markdown).toContain(
      "Not yet known (on the form: Don't know)",
    );
  });

  test('says at the top what is missing', () => {
    const { markdown } = render();
    expect(markdown.indexOf('## What is missing for Art. 33(3)')).toBeLessThan(
      markdown.indexOf('## Before you start'),
    );
    expect(markdown).toContain(
      '| 33(3)(c) | Potential consequences of the breach for the people affected | Not answered |',
    );
  });

  test('asks for the reasons when it is late, and not before', () => {
    expect(render({}, { late: true }).markdown).toContain('**Reasons for the delay are needed.**');
    expect(render().markdown).not.toContain('Reasons for the delay are needed');
  });

  test('is marked DRAFT until approved, and DRILL only in a drill', () => {
    expect(render().markdown).toContain('**DRAFT.');
    expect(render({}, { approved: true }).markdown).not.toMatch(/draft|drill/i);
    expect(render({ drill }).markdown).toContain('**DRILL. This is an exercise.');
  });

  test('shows instants in the time zone of the organisation', () => {
    const { markdown } = render({
      discoveredAt: at('2026-07-01T09:00:00Z'),
      occurredFrom: at('2026-06-30T22:30:00Z'),
      occurredTo: at('2026-07-01T00:00:00Z'),
    });
    expect(markdown).toContain('> Wed 1 Jul 2026, 10:00 BST');
    expect(markdown).toContain('> From Tue 30 Jun 2026, 23:30 BST until Wed 1 Jul 2026, 01:00 BST');
  });

  test('an answer that is Markdown stays an answer', () => {
    const whatHappened =
      '# Sent\n\n| a | b |\n|---|---|\n![x](http://evil.example/x.png) <script>\n\n## 44. Approved';
    const { markdown } = render({ narrative: { whatHappened } });
    expect(markdown).toContain('> \\## 44. Approved');
    expect(markdown).toContain('!\\[x\\](http\\://evil.example/x.png) \\<script>');
  });

  test('numbers known in part are a minimum, in words', () => {
    const { markdown } = render({
      tracks: [
        { id: 'pupils', label: 'Pupils', facts: { role: 'controller', individuals: { approx: 1200 } } },
        { id: 'staff', label: 'Staff', facts: { role: 'controller', individuals: { approx: null } } },
      ],
    });
    expect(markdown).toContain('> At least 1,200');
    expect(markdown).toContain('Not yet known for: Staff');
    expect(markdown).toContain('| Partly known |');
  });

  test('carries reference, version and labels in its data', () => {
    expect(render().json).toMatchObject({
      kind: 'ico-initial',
      language: 'en',
      reference: 'INC-2026-0001',
      version: 2,
    });
  });

  test('by way of the incident takes language and zone of its policy', () => {
    const { markdown } = noticeRenderer(incident())(buildIcoReport(reportInput()), 7);
    expect(markdown).toContain('INC-2026-0001, version 7');
    expect(markdown).toContain('Fri 27 Nov 2026, 10:00 GMT');
  });
});

describe('the words of the form', () => {
  const form = icoForm('en');
  /** The values of a choice that may be null or absent. */
  function choices(field: unknown): string[] {
    const { unwrap, options } = field as { unwrap?: () => unknown; options?: string[] };
    return unwrap ? choices(unwrap.call(field)) : (options ?? []);
  }

  test.each([
    ['likelihood', 'likelihoodOfSignificantConsequences'],
    ['systemImpact', 'systemImpact'],
    ['recoveryTime', 'recoveryTime'],
    ['individualsTold', 'individualsTold'],
    ['trainedInLastTwoYears', 'trainedInLastTwoYears'],
  ] as const)('has every choice of %s', (question, field) => {
    const values = choices(narrativeSchema.shape[field]);
    expect(values.length).toBeGreaterThan(1);
    for (const value of values) expect(choiceText(form, question, value)).toBeTruthy();
  });

  test('has every box', () => {
    for (const tick of DATA_TICKS) expect(choiceText(form, 'dataCategories', tick)).toBeTruthy();
    for (const tick of PEOPLE_TICKS) expect(choiceText(form, 'peopleCategories', tick)).toBeTruthy();
  });
});

test('documents of a stored notice are marked by its state and by the drill', () => {
  const notice = {
    kind: 'ico-initial',
    version: 3,
    state: 'draft',
    language: 'cy',
    createdAt: at('2026-11-24T10:05:00Z'),
    approvedAt: null,
  } as const;
  expect(documentOptions(incident(), notice)).toMatchObject({
    language: 'en',
    watermark: ['DRAFT'],
    footer: 'INC-2026-0001 · version 3',
    title: 'Report of a personal data breach to the ICO: INC-2026-0001',
  });
  expect(documentOptions(incident({ drill }), notice).watermark).toEqual(['DRILL', 'DRAFT']);
  expect(documentOptions(incident(), { ...notice, state: 'approved' }).watermark).toEqual([]);
});
