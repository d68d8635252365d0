import { atPointer, instantOf, textOf } from './pointer.ts';
import { manyLines, oneLine, type Understood } from './received.ts';

/**
 * A notification of Alertmanager's webhook receiver, version 4: one group of alerts is one suspicion, named by its
 * groupKey (or the fingerprints of its alerts).
 * @returns undefined where it is none
 * @see https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function fromAlertmanager(payload: unknown): Understood | undefined {
  const alerts = atPointer(payload, '/alerts');
  const status = atPointer(payload, '/status');
  if (!Array.isArray(alerts) || alerts.length === 0 || (status !== 'firing' && status !== 'resolved'))
    return undefined;
  const keys = keysOf(payload, alerts);
  if (keys.length === 0) return undefined;
  return {
    title: oneLine(titleOf(payload, alerts)),
    details: manyLines(alerts.map(alertText).join('\n\n')),
    keys: keys.map((value) => ({ value })),
    signal: status === 'firing' ? 'firing' : 'ended',
    occurredAt: earliest(alerts),
  };
}

function keysOf(payload: unknown, alerts: readonly unknown[]): string[] {
  const group = textOf(atPointer(payload, '/groupKey'));
  if (group) return [`group:${group}`];
  return alerts.flatMap((alert) => {
    const fingerprint = textOf(atPointer(alert, '/fingerprint'));
    return fingerprint ? [`alert:${fingerprint}`] : [];
  });
}

function titleOf(payload: unknown, alerts: readonly unknown[]): string {
  const name = labelled(payload, 'alertname') ?? textOf(atPointer(alerts[0], '/labels/alertname')) ?? 'Alert';
  const said =
    textOf(atPointer(payload, '/commonAnnotations/summary')) ??
    textOf(atPointer(alerts[0], '/annotations/summary'));
  return said ? `${name}: ${said}` : name;
}

const labelled = (payload: unknown, label: string): string | undefined =>
  textOf(atPointer(payload, `/commonLabels/${label}`)) ?? textOf(atPointer(payload, `/groupLabels/${label}`));

function alertText(alert: unknown): string {
  const pairs = (pointer: string): string[] =>
    Object.entries(atPointer(alert, pointer) ?? {}).map(([name, value]) => `${name}: ${textOf(value) ?? ''}`);
  const from = textOf(atPointer(alert, '/generatorURL'));
  const state = textOf(atPointer(alert, '/status')) ?? '';
  return [`[${state}]`, ...pairs('/annotations'), ...pairs('/labels'), ...(from ? [from] : [])].join('\n');
}

function earliest(alerts: readonly unknown[]): Date | null {
  const starts = alerts.flatMap((alert) => instantOf(atPointer(alert, '/startsAt'))?.getTime() ?? []);
  return starts.length > 0 ? new Date(Math.min(...starts)) : null;
}
