import { DefaultLogger } from '@temporalio/worker';
import type { Logger } from 'pino';

type Meta = Record<string | symbol, unknown>;
type Shown = Record<string, unknown>;

/** A code, a type or an identifier: one word. A sentence does not pass, because it may hold facts. */
const isWord = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w./:-]{1,120}$/.test(value);
const isFrame = (value: unknown): value is string => typeof value === 'string' && /^\s*at /.test(value);

/**
 * The SDK's warnings and errors in our log. Of what comes with them only what is listed here passes: which workflow
 * and activity, which attempt, which code and which frames of the stack. Never an error with its message, and never
 * what a workflow or an activity was called with.
 */
export function sdkLogger(logger: Logger): DefaultLogger {
  return new DefaultLogger('WARN', ({ level, message, meta }) => {
    logger[level === 'ERROR' ? 'error' : 'warn'](shown(meta ?? {}), message);
  });
}

function shown(meta: Meta): Shown {
  const { workflowId, activityType, attempt, code, at } = meta;
  return {
    ...(isWord(workflowId) ? { workflow: workflowId } : {}),
    ...(isWord(activityType) ? { activityType } : {}),
    ...(typeof attempt === 'number' ? { attempt } : {}),
    ...(isWord(code) ? { code } : {}),
    ...(Array.isArray(at) ? { at: at.filter(isFrame).map((frame) => frame.trim()) } : {}),
  };
}
