import { describe, expect, it } from '@jest/globals';
import { alertUpdate, triggerAlert } from '../../activities/alert.ts';
import type { PageReason, PageRow } from '../../db/pages.ts';
import { checkAlertKey } from '../../domain/alertKey.ts';
import { sampleIncident } from '../support/samples.ts';

const KEYED = { linkKey: Buffer.alloc(32, 7) };
const PAGE_ID = '018f0000-0000-7000-8000-000000000003';
const page = (reason: PageReason) => ({ id: PAGE_ID, reason }) as PageRow;
const incident = { ...sampleIncident(), factsRevision: 1, declaredRealAt: new Date(), madeRealAt: null };
const view = { incident };

describe('the alert of a page', () => {
  it('leads back to the page, and is one whatever is done with it', () => {
    const opened = triggerAlert(KEYED, view, page('declared'));
    const { alert: closed } = alertUpdate(KEYED, view, page('declared'), { action: 'resolve' });
    expect(opened).toMatchObject({ action: 'trigger', severity: 'critical' });
    expect(closed).toMatchObject({ action: 'resolve', dedupKey: opened.dedupKey });
    const { organisationId, id: incidentId } = incident;
    expect(checkAlertKey(KEYED.linkKey, opened.dedupKey)).toEqual({
      organisationId,
      incidentId,
      pageId: PAGE_ID,
    });
  });

  it.each<[PageReason, string]>([
    ['declared', 'critical'],
    ['suspected', 'critical'],
    ['overdue', 'critical'],
    ['notReached', 'error'],
    ['noAction', 'error'],
    ['planEnded', 'error'],
    ['draftFailed', 'error'],
    ['confirmClock', 'error'],
    ['reassessed', 'warning'],
    ['reminder', 'warning'],
  ])('because of %s is %s', (reason, severity) => {
    expect(triggerAlert(KEYED, view, page(reason)).severity).toBe(severity);
  });

  it('is critical whatever its reason where somebody may be in danger', () => {
    const questions = { ...incident.questions, physicalDanger: 'yes' as const };
    expect(triggerAlert(KEYED, { incident: { ...incident, questions } }, page('reminder')).severity).toBe(
      'critical',
    );
  });
});
