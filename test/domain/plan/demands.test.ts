import { describe, expect, it } from '@jest/globals';
import type { Demand } from '../../../domain/demands.ts';
import { obligationOfDemand } from '../../../domain/plan/demands.ts';
import { planOf } from './support.ts';

const RECEIVED = new Date('2026-02-04T10:00:00Z');
const demand = (kind: Demand['kind'], values: Partial<Demand> = {}): Demand => ({
  id: `${kind}-3`,
  kind,
  from: 'A parent',
  subject: 'What happened?',
  reference: null,
  receivedAt: RECEIVED,
  dueAt: null,
  hours: null,
  officer: null,
  force: null,
  holds: [],
  endedAt: null,
  ...values,
});
const obligation = (one: Demand, policy = {}) =>
  planOf({ policy, happened: { demands: [one] } })[obligationOfDemand(one)];

describe('what others ask for', () => {
  it.each([
    ['authorityQuestion', 'authorityQuestion', 'Question of the authority', 'authorityAsks', true, '2026-02-05T10:00:00Z'],
    ['authorityOrder', 'authorityOrder', 'UK GDPR Art. 34(4)', 'commissionerOrders', true, '2026-02-05T10:00:00Z'],
    ['complaint', 'complaint', 'DPA 2018 s 164A', 'complaintAcknowledged', false, '2026-03-06T00:00:00Z'],
    ['accessRequest', 'accessRequest', 'UK GDPR Arts 12(3), 15', 'accessOneMonth', false, '2026-03-05T00:00:00Z'],
    ['contract', 'contract', 'Contract', 'contractHours', false, '2026-02-05T10:00:00Z'],
    ['police', 'policeReview', 'Police request', 'policeReview', true, '2026-02-05T10:00:00Z'],
  ] as const)('%s is an obligation with its words, its reason and its time', (kind, as, basis, code, ownTarget, due) => {
    expect(obligation(demand(kind))).toMatchObject({
      id: `${as}:3`,
      kind: as,
      basis,
      applicability: 'required',
      ownTarget,
      startsFrom: 'received',
      startsAt: RECEIVED,
      dueAt: new Date(due),
      track: null,
      duty: null,
      recipient: null,
      reasons: [{ code, source: basis, facts: [] }],
    });
    expect(obligation(demand(kind))).not.toHaveProperty('replaced');
  }); // prettier-ignore

  it('runs the hours that a contract sets, and the time that the asker sets before any other', () => {
    expect(obligation(demand('contract', { hours: 6 }))?.dueAt).toEqual(new Date('2026-02-04T16:00:00Z'));
    const dueAt = new Date('2026-02-04T12:00:00Z');
    for (const kind of ['authorityQuestion', 'complaint', 'contract'] as const) {
      expect(obligation(demand(kind, { hours: 6, dueAt }))).toMatchObject({ dueAt, ownTarget: false });
    }
  });

  it('counts the days of a complaint where the organisation is', () => {
    expect(obligation(demand('complaint'), { timeZone: 'Asia/Tokyo' })?.dueAt).toEqual(
      new Date('2026-03-05T15:00:00Z'),
    );
  });

  it('stands down what its asker withdrew', () => {
    const ended = demand('complaint', { endedAt: new Date('2026-02-05T10:00:00Z') });
    expect(obligation(ended)).toMatchObject({ applicability: 'notRequired', replaced: true });
  });

  it('keeps the number of an id that has several', () => {
    expect(obligationOfDemand({ id: 'access-request-12', kind: 'accessRequest' })).toBe('accessRequest:12');
  });
});
