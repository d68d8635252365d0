import { NativeConnection } from '@temporalio/worker';
import { Client } from '@temporalio/client';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import type { Tracing } from './tracing.ts';

export interface Temporal {
  connection: NativeConnection;
  client: Client;
  namespace: string;
}

/**
 * One native connection for worker and relay, so that a workflow started here may run its first task here without
 * another hop. The settings come from temporalSettings().
 */
export async function connectTemporal(settings: ClientConnectConfig, tracing?: Tracing): Promise<Temporal> {
  const { connectionOptions, namespace = 'default' } = settings;
  const connection = await NativeConnection.connect(connectionOptions);
  const client = new Client({ connection, namespace, ...(tracing ? { interceptors: tracing.client } : {}) });
  return { connection, client, namespace };
}
