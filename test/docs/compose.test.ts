import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadConfig } from '../../config/index.ts';
import { filesBelow, read } from './files.ts';

interface Service {
  image: string;
  build?: unknown;
  restart: string;
  user?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  healthcheck?: { test: string[] };
  environment?: Record<string, string>;
  ports?: string[];
  secrets?: string[];
  configs?: { source: string }[];
  networks: string[];
  container_name?: string;
  depends_on?: Record<string, { condition: string }>;
  deploy?: { resources?: { limits?: { cpus?: string; memory?: string } } };
}

interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
  secrets: Record<string, { file: string }>;
  configs: Record<string, { file: string }>;
}

const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const names = Object.keys(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const isOneShot = (service: Service): boolean =>
  service.restart === 'no' || service.restart.startsWith('on-failure');
/** The services that fail the test, by name. */
const failing = (holds: (service: Service, name: string) => boolean): string[] =>
  services.filter(([name, service]) => !holds(service, name)).map(([name]) => name);

describe('docker-compose.yml', () => {
  it('pins every image by an exact tag', () => {
    expect(failing(({ image }) => /^[\w./-]+:v?\d+\.\d+(\.\d+)?(-[\w.]+)?$/.test(image))).toEqual([]);
  });

  it('builds on images that are pinned by an exact tag', () => {
    const bases = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
    expect(bases.length).toBeGreaterThan(0);
    expect(
      bases.filter((base) => base !== 'dependencies' && !/:\d+\.\d+\.\d+-[\w-]+$/.test(base ?? '')),
    ).toEqual([]);
  });

  it('gives our services only variables that the configuration knows', () => {
    const known = new Set(
      read('.env.example')
        .match(/^#([A-Z_]+)(?==)/gm)
        ?.map((line) => line.slice(1)),
    );
    const given = ours.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(given.filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(ours.map(([name]) => name))('gives %s values that the configuration accepts', (name) => {
    const environment = compose.services[name]?.environment ?? {};
    expect(() => loadConfig(substituted(environment))).not.toThrow();
  });

  it('watches the health of everything that stays up', () => {
    expect(failing((service) => isOneShot(service) || service.healthcheck !== undefined)).toEqual([]);
    expect(failing((service) => isOneShot(service) || service.restart === 'unless-stopped')).toEqual([]);
  });

  it('waits only for services that there are, and for health only where it is checked', () => {
    for (const [, { depends_on = {} }] of services) {
      for (const [target, { condition }] of Object.entries(depends_on)) {
        expect(names).toContain(target);
        const service = compose.services[target] as Service;
        expect(condition).toBe(isOneShot(service) ? 'service_completed_successfully' : 'service_healthy');
      }
    }
  });

  it('mounts only secrets and scripts that there are', () => {
    for (const [, { secrets = [], configs = [] }] of services) {
      expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining(secrets));
      expect(Object.keys(compose.configs)).toEqual(
        expect.arrayContaining(configs.map(({ source }) => source)),
      );
    }
    const files = filesBelow('deploy').map((path) => `./${path}`);
    expect(files).toEqual(expect.arrayContaining(Object.values(compose.configs).map(({ file }) => file)));
  });

  it('mounts every secret that a variable names', () => {
    for (const [, { environment = {}, secrets = [] }] of services) {
      const named = Object.values(environment).flatMap((value) => [...value.matchAll(/\{secret:(\w+)\}/g)]);
      expect(secrets).toEqual(expect.arrayContaining(named.map((match) => match[1] ?? '')));
      const files = Object.values(environment).flatMap((value) => [
        ...value.matchAll(/^\/run\/secrets\/(\w+)$/g),
      ]);
      expect(secrets).toEqual(expect.arrayContaining(files.map((match) => match[1] ?? '')));
    }
  });

  it('names every secret that deploy/make-secrets.sh makes, and no other', () => {
    const script = read('deploy/make-secrets.sh');
    const passwords =
      /for name in ([^;]+);/
        .exec(script)?.[1]
        ?.split(/\s+/)
        .map((name) => `${name}_password`) ?? [];
    const made = [...script.matchAll(/^make (\w+) /gm)].map((match) => match[1] ?? '');
    expect([...made, ...passwords].sort()).toEqual(Object.keys(compose.secrets).sort());
  });

  it('keeps every password and key out of the file', () => {
    const values = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
    const urls = values.filter(([, value]) => value.startsWith('postgres://'));
    expect(urls.length).toBeGreaterThan(0);
    expect(urls.filter(([, value]) => !/^postgres:\/\/\w+:\{secret:\w+\}@/.test(value))).toEqual([]);
    expect(values.filter(([name]) => /PASSWORD$|_KEY$/.test(name))).toEqual([]);
  });

  it('keeps PostgreSQL inside: no port, no network with a way in or out', () => {
    expect(compose.services['postgres']?.ports).toBeUndefined();
    const reachable = compose.services['postgres']?.networks.filter(
      (name) => !compose.networks[name]?.internal,
    );
    expect(reachable).toEqual([]);
  });

  it('publishes ports to this machine only', () => {
    expect(failing(({ ports = [] }) => ports.every((port) => port.startsWith('127.0.0.1:')))).toEqual([]);
  });

  it('takes every right from the containers and limits what they use', () => {
    expect(failing(({ cap_drop }) => cap_drop?.includes('ALL') === true)).toEqual([]);
    expect(failing(({ security_opt }) => security_opt?.includes('no-new-privileges:true') === true)).toEqual(
      [],
    );
    const limits = failing(({ deploy }) => {
      const { cpus, memory } = deploy?.resources?.limits ?? {};
      return cpus !== undefined && memory !== undefined;
    });
    expect(limits).toEqual([]);
  });

  it('runs our services without root, on a file system that cannot be written', () => {
    expect(ours.map(([name]) => name)).toEqual(expect.arrayContaining(['api', 'worker', 'migrate', 'init']));
    expect(ours.filter(([, { user, read_only }]) => user !== '1000:1000' || read_only !== true)).toEqual([]);
  });

  it('lets the worker scale: no fixed name, no published port', () => {
    expect(failing(({ container_name }) => container_name === undefined)).toEqual([]);
    expect(compose.services['worker']?.ports).toBeUndefined();
  });
});

/** What a service sees: Compose fills in ${NAME:-default}, the entrypoint {secret:NAME}. */
function substituted(environment: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1').replaceAll(/\{secret:\w+\}/g, 'secret'),
    ]),
  );
}
