import { dirname, join } from 'node:path';
import type { Settings } from './settings.ts';
import type { Started } from './supervisor.ts';

/** What a person has to know once everything runs, a line each. */
export function summary(settings: Settings, started: Started, warnings: string[]): string[] {
  const { urls, ports, cluster, first } = started;
  const rows: [string, string][] = [
    ['API', urls.apiUrl],
    [
      'Mail',
      urls.mailUrl === undefined
        ? 'sent through TOCSIN_SMTP_URL'
        : `${urls.mailUrl} (caught, nothing leaves this machine)`,
    ],
    [
      'Temporal',
      urls.temporalUiUrl === undefined
        ? 'as the TEMPORAL_ variables say'
        : `${urls.temporalUiUrl} (server at ${urls.temporalAddress})`,
    ],
    ['PostgreSQL', cluster === undefined ? 'as TOCSIN_DATABASE_URL says' : `127.0.0.1:${ports.postgres}`],
    ['Data', `${settings.dataDir} (logs in ${join(settings.dataDir, 'logs')})`],
  ];
  if (cluster !== undefined && !cluster.startsWith(settings.dataDir)) {
    rows.push(['', `${dirname(cluster)} (the database: its user cannot reach the data folder)`]);
  }
  return [
    '',
    'Tocsin runs.',
    ...rows.map(([what, where]) => `  ${what.padEnd(11)}${where}`),
    ...section(first.lines),
    ...section(warnings.map((warning) => `WARNING: ${warning}`)),
    '',
    'Next: bin/tocsin --help    Stop: Ctrl-C',
  ];
}

/** Reasons why a real incident would not be answered as it should. */
export function channelWarnings(settings: Settings, movedPorts: string[]): string[] {
  const warnings: string[] = [];
  if (!settings.externalMail) {
    warnings.push(
      "no real outward mail channel (TOCSIN_SMTP_URL is unset): a real incident's pages will be marked undeliverable.",
    );
  }
  if (settings.publicUrl === undefined) {
    warnings.push(
      "no public address (TOCSIN_PUBLIC_URL is unset), so links open on this machine only: a real incident's pages will be marked undeliverable.",
    );
  }
  if (movedPorts.length > 0) {
    warnings.push(
      `another program has taken ports of the last run (${movedPorts.join(', ')}): links already mailed may not open.`,
    );
  }
  return warnings;
}

function section(lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}
