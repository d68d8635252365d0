import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sleepFacts, sleepWarning, type SleepFacts } from '../../embedded/sleep.ts';

const server: SleepFacts = {
  platform: 'linux',
  battery: false,
  desktop: false,
  canSuspend: true,
  masked: false,
};

test.each<[string, Partial<SleepFacts>, boolean]>([
  ['a server', {}, false],
  ['a laptop', { battery: true }, true],
  ['a desktop with a screen', { desktop: true }, true],
  ['a laptop whose sleep is masked', { battery: true, masked: true }, false],
  ['a virtual machine that cannot suspend', { battery: true, canSuspend: false }, false],
  ['a Mac that sleeps after ten minutes', { platform: 'darwin', macMinutes: 10 }, true],
  ['a Mac that never sleeps', { platform: 'darwin', macMinutes: 0 }, false],
  ['a Mac that does not say', { platform: 'darwin' }, true],
  ['a Windows machine', { platform: 'win32' }, true],
])('whether %s is warned about', (_machine, facts, warned) => {
  expect(sleepWarning({ ...server, ...facts }) !== undefined).toBe(warned);
});

test('a warning names the cure of the platform', () => {
  expect(sleepWarning({ ...server, battery: true })).toContain('systemd-inhibit');
  expect(sleepWarning({ ...server, platform: 'darwin', macMinutes: 5 })).toContain('caffeinate');
});

test('the facts are read from the machine, and a battery in a mouse is none', () => {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-sleep-'));
  const supply = (name: string, type: string, scope?: string) => {
    const folder = join(root, 'sys/class/power_supply', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'type'), `${type}\n`);
    if (scope !== undefined) writeFileSync(join(folder, 'scope'), `${scope}\n`);
  };
  supply('AC', 'Mains');
  supply('hidpp_battery_0', 'Battery', 'Device');
  mkdirSync(join(root, 'sys/power'));
  writeFileSync(join(root, 'sys/power/state'), 'freeze mem disk\n');
  expect(sleepFacts('linux', root, {})).toEqual({ ...server });
  supply('BAT0', 'Battery');
  mkdirSync(join(root, 'etc/systemd/system'), { recursive: true });
  symlinkSync('/dev/null', join(root, 'etc/systemd/system/sleep.target'));
  expect(sleepFacts('linux', root, { DISPLAY: ':0' })).toEqual({
    ...server,
    battery: true,
    masked: true,
    desktop: true,
  });
  rmSync(root, { recursive: true });
});
