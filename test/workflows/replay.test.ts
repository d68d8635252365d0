import { describe, expect, it } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { createTracing } from '../../worker/tracing.ts';
import { workflowBundlePath } from '../support/servers.ts';
import { personalDataIn, readHistories } from './histories.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

const histories = readHistories();

/** A running incident may be months old: today's workflows must replay what yesterday's did. See ADR 3. */
describe('stored histories', () => {
  it('pin each way in which a workflow goes on or ends', () => {
    expect(histories.map(({ name }) => name)).toEqual([
      'incidentResponse-closed',
      'incidentResponse-continuedAsNew',
      'incidentResponse-draftFailed',
      'incidentResponse-newsRemindersPlan',
      'page-acknowledgedAtStep1',
      'page-everyChannelFailed',
      'page-putOffPagerTold',
      'page-superseded',
      'page-wentRoundEndedByClosing',
    ]);
  });

  it.each(histories)('$name replays with the workflows as they are now', async ({ name, json }) => {
    await Worker.runReplayHistory(
      { workflowBundle: { codePath: workflowBundlePath() }, sinks: createTracing(undefined).sinks },
      json,
      name,
    );
  });

  it.each(histories)('$name holds no personal data', ({ text }) => {
    expect(personalDataIn(text)).toEqual([]);
  });
});
