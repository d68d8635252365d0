import {
  ApplicationFailure,
  TemporalFailure,
  type WorkflowInboundCallsInterceptor,
  type WorkflowInterceptors,
} from '@temporalio/workflow';
import {
  OpenTelemetryInboundInterceptor,
  OpenTelemetryInternalsInterceptor,
  OpenTelemetryOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry-v2/lib/workflow/index.js';

/** A plain error in a signal or update handler would retry its task for ever and block every later message. */
class HandlerErrors implements WorkflowInboundCallsInterceptor {
  handleSignal: NonNullable<WorkflowInboundCallsInterceptor['handleSignal']> = (input, next) =>
    next(input).catch(asFailure);

  handleUpdate: NonNullable<WorkflowInboundCallsInterceptor['handleUpdate']> = (input, next) =>
    next(input).catch(asFailure);
}

function asFailure(error: unknown): never {
  if (error instanceof TemporalFailure) throw error;
  throw ApplicationFailure.nonRetryable('a handler failed', 'handlerFailed');
}

export const interceptors = (): WorkflowInterceptors => ({
  inbound: [new HandlerErrors(), new OpenTelemetryInboundInterceptor()],
  outbound: [new OpenTelemetryOutboundInterceptor()],
  internals: [new OpenTelemetryInternalsInterceptor()],
});
