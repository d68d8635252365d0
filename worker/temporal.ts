import { NativeConnection } from '@temporalio/worker';
import { Client } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Tracing } from './tracing.ts';

export interface Temporal {
  connection: NativeConnection;
  client: Client;
  namespace: string;
}

/**
 * One native connection for worker and relay, so that a workflow started here may run its first task here without
 * another hop. Address, namespace, TLS and API key come from the SDK's own environment configuration (TEMPORAL_*).
 */
export async function connectTemporal(tracing?: Tracing): Promise<Temporal> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await NativeConnection.connect(connectionOptions);
  const client = new Client({ connection, namespace, ...(tracing ? { interceptors: tracing.client } : {}) });
  return { connection, client, namespace };
}
