import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { declareSchema } from '../../api/schemas/incidents.ts';
import { declarationBody } from '../../cli/declaration.ts';
import { readDocument } from '../../cli/files.ts';
import { readOrganisation } from '../../cli/organisationFile.ts';
import { couldReach, planFor, reachesSomebody } from '../../domain/escalation.ts';

const folder = (name: string) => fileURLToPath(new URL(`../../examples/${name}/`, import.meta.url));
const profile = (name: string) => readOrganisation(`${folder('organisations')}${name}.yaml`);
const RESERVED = /@([a-z-]+\.)*(example\.org|test)$/;

describe('The example organisations', () => {
  test.each(readdirSync(folder('organisations')))(
    '%s is valid, and reaches somebody in a drill and in earnest',
    async (file) => {
      const { policy } = await readOrganisation(folder('organisations') + file);
      for (const drill of [true, false])
        expect(reachesSomebody(couldReach(policy, drill), planFor(policy, null))).toBe(true);
      expect(policy.standIn).toBeDefined();
    },
  );

  test.each(readdirSync(folder('organisations')))(
    '%s names no address that could be somebody’s',
    async (file) => {
      const { policy, contactPoint } = await readOrganisation(folder('organisations') + file);
      for (const person of policy.people) expect(person.email).toMatch(RESERVED);
      expect(contactPoint?.email).toMatch(RESERVED);
    },
  );

  test('the music school keeps its promises: a summary for every breach, five working days, everybody drills', async () => {
    const { policy } = await profile('music-school');
    expect(policy).toMatchObject({
      roles: ['controller'],
      publicSummary: 'everyBreach',
      vulnerabilityAcknowledgementWorkingDays: 5,
    });
    expect(policy.people).toHaveLength(2);
    expect(policy.people.every((person) => person.agreesToDrills)).toBe(true);
  });

  test('the SaaS keeps its promises: contained and scoped within 24 hours, three business days, logs for a year', async () => {
    const { policy } = await profile('time-clock-saas');
    expect(policy).toMatchObject({
      roles: ['processor', 'controller'],
      containmentHours: 24,
      scopeHours: 24,
      vulnerabilityAcknowledgementWorkingDays: 3,
      retention: { auditLogDays: 365 },
    });
  });

  test('the NHS analytics firm is a processor only and acknowledges in two working days', async () => {
    const { policy } = await profile('nhs-analytics');
    expect(policy).toMatchObject({
      roles: ['processor'],
      publicSummary: 'never',
      vulnerabilityAcknowledgementWorkingDays: 2,
    });
  });
});

describe('The example incidents', () => {
  test.each(readdirSync(folder('incidents')))('%s can be declared', async (file) => {
    const body = declarationBody({}, await readDocument(folder('incidents') + file), new Date());
    const parsed = declareSchema.safeParse(body);
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(Date.parse(parsed.data?.discoveredAt ?? '')).toBeLessThanOrEqual(Date.now());
  });
});
