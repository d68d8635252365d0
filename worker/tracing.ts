import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NoopSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
  OpenTelemetryWorkflowClientInterceptor,
} from '@temporalio/interceptors-opentelemetry-v2';
import type { ClientInterceptors } from '@temporalio/client';
import type { InjectedSinks, WorkerInterceptors } from '@temporalio/worker';

export interface Tracing {
  client: ClientInterceptors;
  worker: WorkerInterceptors;
  sinks: InjectedSinks<Record<string, never>>;
  shutdown(): Promise<void>;
}

/**
 * OpenTelemetry interceptors, on from the first stored history because adding them later changes histories. Spans
 * leave the process only where OTEL_EXPORTER_OTLP_ENDPOINT is set.
 */
export function createTracing(endpoint: string | undefined): Tracing {
  const processor: SpanProcessor = endpoint
    ? new BatchSpanProcessor(new OTLPTraceExporter())
    : new NoopSpanProcessor();
  const resource = resourceFromAttributes({ 'service.name': 'tocsin-worker' });
  return {
    client: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] },
    worker: {
      activity: [
        (context) => ({
          inbound: new OpenTelemetryActivityInboundInterceptor(context),
          outbound: new OpenTelemetryActivityOutboundInterceptor(context),
        }),
      ],
    },
    sinks: { exporter: makeWorkflowExporter(processor, resource) } as unknown as Tracing['sinks'],
    shutdown: () => processor.shutdown(),
  };
}
