import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What was found out about the machine; undefined where it could not be. */
export type SleepFacts = {
  platform: NodeJS.Platform;
  /** A battery of the machine itself, not one of a mouse. */
  battery: boolean;
  /** Somebody is logged in at a screen: desktops suspend when idle, also without a battery. */
  desktop: boolean;
  /** The kernel knows a way to suspend (Linux). */
  canSuspend: boolean;
  /** Sleeping was switched off (`systemctl mask sleep.target`). */
  masked: boolean;
  /** Minutes until macOS sleeps, 0 for never. */
  macMinutes?: number;
};

const CURES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'start it as `systemd-inhibit --what=sleep:idle:handle-lid-switch npm start`',
  darwin: 'start it as `caffeinate -is npm start`',
  win32: 'set sleep to never in the power settings',
};

/** A warning with its cure when the machine may fall asleep: nobody is paged then. Undefined when it stays awake. */
export function sleepWarning(facts: SleepFacts): string | undefined {
  if (!maySleep(facts)) return undefined;
  const why = facts.battery ? 'runs on a battery and can go to sleep' : 'can go to sleep';
  const cure = CURES[facts.platform] ?? 'keep it awake';
  return `This machine ${why}, and while it sleeps nobody is paged: ${cure}, or run Tocsin on a machine that stays on.`;
}

function maySleep({ platform, battery, desktop, canSuspend, masked, macMinutes }: SleepFacts): boolean {
  if (platform === 'darwin') return macMinutes !== 0;
  if (platform === 'win32') return true;
  return canSuspend && !masked && (battery || desktop);
}

/** Looks at the machine that this runs on. `root` stands in for `/` in tests. */
export function sleepFacts(
  platform: NodeJS.Platform = process.platform,
  root = '/',
  env = process.env,
): SleepFacts {
  return {
    platform,
    battery: hasBattery(join(root, 'sys/class/power_supply')),
    desktop: Boolean(env.WAYLAND_DISPLAY ?? env.DISPLAY),
    canSuspend: /mem|freeze|standby|disk/.test(text(join(root, 'sys/power/state'))),
    masked: isMasked(join(root, 'etc/systemd/system/sleep.target')),
    ...(platform === 'darwin' ? macSleep() : {}),
  };
}

function hasBattery(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => {
    const type = text(join(folder, name, 'type')).trim();
    return type === 'Battery' && text(join(folder, name, 'scope')).trim() !== 'Device';
  });
}

function isMasked(target: string): boolean {
  try {
    return readlinkSync(target) === '/dev/null';
  } catch {
    return false;
  }
}

function macSleep(): { macMinutes?: number } {
  try {
    const minutes = /^\s*sleep\s+(\d+)/m.exec(execFileSync('pmset', ['-g'], { encoding: 'utf8' }))?.[1];
    return minutes === undefined ? {} : { macMinutes: Number(minutes) };
  } catch {
    return {};
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
