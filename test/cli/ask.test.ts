import { describe, expect, test } from '@jest/globals';
import { declareSchema } from '../../api/schemas/incidents.ts';
import { askDeclaration, type Prompts } from '../../cli/ask.ts';
import { declarationBody } from '../../cli/declaration.ts';

const NOW = new Date('2026-11-24T10:00:00Z');

/** Somebody at a terminal: answers the questions that fit, presses Enter at the rest. */
function typing(answers: Record<string, string>): Prompts & { asked: string[] } {
  const asked: string[] = [];
  const reply = (message: string) => Object.entries(answers).find(([part]) => message.includes(part))?.[1];
  return {
    asked,
    input: ({ message, default: preset = '', validate }) => {
      asked.push(message);
      const text = reply(message) ?? preset;
      const verdict = validate?.(text) ?? true;
      return verdict === true ? Promise.resolve(text) : Promise.reject(new Error(verdict));
    },
    select: ({ message, choices, default: preset }) => {
      asked.push(message);
      const wanted = reply(message);
      const choice = choices.find(({ name }) => name === wanted)?.value ?? preset ?? choices[0]?.value ?? '';
      return Promise.resolve(choice);
    },
  };
}

describe('Declaring by question after question', () => {
  test('takes a title and Enter at everything else: nothing is known, the three questions are skipped', async () => {
    const body = await askDeclaration(typing({ 'few words': 'Lost laptop' }), ['controller'], () => NOW);
    expect(body).toMatchObject({
      title: 'Lost laptop',
      discoveredAt: 'now',
      occurredFrom: null,
      questions: { physicalDanger: null, insiderInvolved: null, channelsCompromised: null },
      tracks: [
        {
          id: 'controller',
          facts: { role: 'controller', specialCategory: null, individuals: { approx: null } },
        },
      ],
    });
    expect(declareSchema.safeParse(declarationBody({}, body, NOW)).error?.issues ?? []).toEqual([]);
  });

  test('answers become facts', async () => {
    const prompts = typing({
      'few words': 'x',
      'Could strangers see': 'possibly',
      'how many people': '120',
      'Are children': 'yes',
      'physical danger': 'do not know',
      'Your name': 'Ann',
    });
    const body = await askDeclaration(prompts, ['controller'], () => NOW);
    expect(body).toMatchObject({
      by: 'Ann',
      questions: { physicalDanger: 'unknown' },
      tracks: [
        { facts: { cia: { confidentiality: 'possible' }, individuals: { approx: 120, children: true } } },
      ],
    });
  });

  test('with two roles the one that is not affected is left out', async () => {
    const prompts = typing({ 'few words': 'x', 'Is data of your own': 'no', 'How many customers': '12' });
    const body = await askDeclaration(prompts, ['processor', 'controller'], () => NOW);
    expect(body.tracks).toMatchObject([{ id: 'processor', facts: { controllersAffected: 12 } }]);
  });

  test.each([
    ['few words', ' ', 'needed'],
    ['discovered', 'yesterday', 'is no time'],
    ['how many people', 'many', 'A whole number'],
  ])('"%s: %s" is asked again', async (question, answer, verdict) => {
    const prompts = typing({ 'few words': 'x', [question]: answer });
    await expect(askDeclaration(prompts, ['controller'], () => NOW)).rejects.toThrow(verdict);
  });
});
