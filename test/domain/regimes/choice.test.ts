import { describe, expect, test } from '@jest/globals';
import {
  DEFAULT_REGIMES,
  dutiesNamed,
  regimesOf,
  UnknownRegimeError,
} from '../../../domain/regimes/choice.ts';
import { DUTIES, dutiesOf, dutyById } from '../../../domain/regimes/index.ts';
import { bindingOf, dutyStatus } from '../../../domain/regimes/status.ts';
import { sampleOrganisation } from '../../support/samples.ts';
import { chosenRegimes, organisationSchema } from '../../../domain/organisation.ts';

const ids = (duties: readonly { id: string }[]) => duties.map(({ id }) => id);

describe('what an organisation chooses', () => {
  test('silence is the UK GDPR, never nothing', () => {
    expect(ids(regimesOf())).toEqual(DEFAULT_REGIMES);
    expect(ids(dutiesNamed('uk-gdpr'))).toEqual(DEFAULT_REGIMES);
  });

  test.each([
    [['uk-gdpr-34'], ['uk-gdpr-34']],
    [['eu-gdpr'], ['eu-gdpr-33-1', 'eu-gdpr-33-2', 'eu-gdpr-34']],
    [['GB-ENG'], ['uk-nhs-dspt']],
    [['US-CA'], ['us-ca-1798-82', 'us-ca-1798-82b']],
    [['us-ca'], ['us-ca-1798-82', 'us-ca-1798-82b']],
    [[' EU-GDPR-34 '], ['eu-gdpr-34']],
    [
      ['uk-gdpr-34', 'uk-gdpr-33-1', 'uk-gdpr-34'],
      ['uk-gdpr-33-1', 'uk-gdpr-34'],
    ],
    [
      ['br-lgpd', 'uk-gdpr-34'],
      ['uk-gdpr-34', 'br-lgpd-48'],
    ],
  ])('%j is %j', (choice, duties) => {
    expect(ids(regimesOf(choice))).toEqual(duties);
  });

  test('a jurisdiction is all its duties but those that are off', () => {
    expect(ids(dutiesNamed('GB'))).toEqual(ids(dutiesOf('GB')));
    expect(ids(dutiesNamed('GB'))).toContain('uk-csr-bill');
    expect(ids(regimesOf(['GB']))).toEqual(ids(dutiesOf('GB')).filter((id) => id !== 'uk-csr-bill'));
    expect(ids(regimesOf(['US'])).filter((id) => !id.startsWith('us-'))).toEqual([]);
    expect(ids(regimesOf(['US']))).not.toContain('us-ca-1798-82');
  });

  test('a duty that is off stays off, also where it is named', () => {
    expect(regimesOf(['us-circia', 'in-dpdp', 'uk-csr-bill'])).toEqual([]);
  });

  test.each([
    ['uk-gdpr-33', 'uk-gdpr-33-1'],
    ['UK', 'GB'],
    ['hipaa', 'us-hipaa'],
    ['eu-nis-2', 'eu-nis2'],
    ['', 'GB'],
    ['Freedonia', 'GB'],
  ])('%j is refused with suggestions', (word, suggestion) => {
    const refused = (): unknown => {
      try {
        return regimesOf(['GB', word]);
      } catch (error) {
        return error;
      }
    };
    const error = refused() as UnknownRegimeError;
    expect(error).toBeInstanceOf(UnknownRegimeError);
    expect(error).toMatchObject({ code: 'regimeUnknown', word });
    expect(error.suggestions).toContain(suggestion);
    expect(error.message).toContain(suggestion);
  });
});

describe('the policy', () => {
  const regimesOfPolicy = (regimes?: string[]) =>
    chosenRegimes(sampleOrganisation(regimes ? { regimes } : {}).policy);

  test('that says nothing has the default, and one that chooses has its choice', () => {
    expect(regimesOfPolicy()).toEqual(DEFAULT_REGIMES);
    expect(regimesOfPolicy(['GB', 'eu-gdpr'])).toEqual(['GB', 'eu-gdpr']);
  });

  test('that names what does not exist is refused at that place', () => {
    const { policy, ...rest } = sampleOrganisation();
    const result = organisationSchema.safeParse({
      ...rest,
      policy: { ...policy, regimes: ['GB', 'gdpr-uk'] },
    });
    expect(result.error?.issues).toMatchObject([
      { path: ['policy', 'regimes', 1], message: expect.stringContaining('uk-gdpr') },
    ]);
  });

  test('cannot choose nothing', () => {
    expect(() => sampleOrganisation({ regimes: [] })).toThrow(/regimes/);
  });
});

describe('on and off', () => {
  test.each([
    ['uk-pecr-5a', '2025-08-19', 'takes effect on 2025-08-20'],
    ['uk-pecr-5a', '2025-08-20', null],
    ['eu-cra-14-vuln', '2026-09-10', 'takes effect on 2026-09-11'],
    ['eu-cra-14-vuln', '2026-09-11', null],
    ['uk-gdpr-33-1', '2018-05-25', null],
    ['uk-csr-bill', '2099-01-01', 'not in force as far as seen: a Bill without Royal Assent on 2026-11-23'],
    ['in-dpdp-rule7-board', '2099-01-01', 'not in force before 13 or 14 May 2027'],
    ['us-circia', '2099-01-01', 'the final rule was not verified'],
  ])('%s on %s', (id, date, because) => {
    expect(dutyStatus(dutyById(id)!, date)).toEqual({ on: because === null, because });
  });

  test('a duty that is off without a reason is off all the same', () => {
    const duty = { ...dutyById('uk-gdpr-33-1')!, enabled: false };
    expect(dutyStatus(duty, '2026-01-01')).toEqual({ on: false, because: 'disabled' });
  });

  test('an odd date of the source is said in its words', () => {
    const duty = { ...dutyById('in-dpdp-rule7-principals')!, enabled: true, disabledBecause: undefined };
    expect(dutyStatus(duty, '2027-05-12').because).toBe('takes effect on 2027-05-13/14');
    expect(dutyStatus(duty, '2027-05-13').on).toBe(true);
  });
});

describe('whom a duty binds', () => {
  test.each([
    ['uk-gdpr-33-1', ['controller'], 'full'],
    ['uk-gdpr-33-1', ['processor'], 'none'],
    ['uk-gdpr-33-2', ['processor'], 'full'],
    ['uk-pecr-5a', ['controller'], 'none'],
    ['uk-pecr-5a', ['controller', 'communicationsProvider'], 'full'],
    ['za-popia-22', ['processor'], 'upwards'],
    ['ch-fadp-24', ['controller', 'processor'], 'full'],
    ['us-nydfs-500-17a', ['coveredEntity'], 'none'],
    ['uk-gdpr-34', [], 'none'],
    ['za-popia-22', ['dataOwner'], 'none'],
    ['eu-nis2-23', ['importantEntity'], 'full'],
  ])('%s and %j: %s', (id, roles, binding) => {
    expect(bindingOf(dutyById(id)!, roles)).toBe(binding);
  });

  test('every duty binds somebody', () => {
    expect(DUTIES.filter((duty) => bindingOf(duty, duty.obligated.roles) !== 'full')).toEqual([]);
  });
});
