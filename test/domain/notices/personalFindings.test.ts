import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { personalFindings } from '../../../domain/notices/personalFindings.ts';

test.each([
  ['write to jane.doe+x@mail.example.org now', 'email', 'jane.doe+x@mail.example.org'],
  ['call 07700 900123 today', 'phone', '07700 900123'],
  ['call +44 7700 900123.', 'phone', '+44 7700 900123'],
  ['call (020) 7946 0123', 'phone', '(020) 7946 0123'],
  ['NHS number 943 476 5919,', 'nhsNumber', '943 476 5919'],
  ['her number QQ 12 34 56 C', null, ''],
  ['her number AB 12 34 56 C', 'nationalInsuranceNumber', 'AB 12 34 56 C'],
  ['card 4111 1111 1111 1111', 'cardNumber', '4111 1111 1111 1111'],
  ['card 4111 1111 1111 1112', null, ''],
  ['on 24/11/2026 at 10:00 about 12,000 records of 1234567890', null, ''],
  ['at 2026-11-24 10:00', null, ''],
])('in %p it finds %p', (text, code, found) => {
  expect(personalFindings(text).map((one) => [one.code, text.slice(one.start, one.end)])).toEqual(
    code ? [[code, found]] : [],
  );
});

test('what is allowed is not a finding, however it is written', () => {
  expect(
    personalFindings('DPO@harmony.example, 020 7946 0123', ['dpo@harmony.example', '020 79460123']),
  ).toEqual([]);
});

test('any text is read in little time', () => {
  const started = performance.now();
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'0a@.- (+'), maxLength: 2000 }),
      (text) => void personalFindings(text),
    ),
  );
  for (const unit of ['a.', '0 ', 'a@', '+(0', 'A ']) personalFindings(unit.repeat(10_000));
  expect(performance.now() - started).toBeLessThan(5_000);
});
