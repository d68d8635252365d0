import type { Service } from '../../domain/policy/contacts.ts';
import type { ApiContext } from '../context.ts';
import { Problem } from '../problems.ts';
import { findPolicy } from './policy.ts';

type PagerName = 'pagerduty' | 'opsgenie';
export type PagerService = Extract<Service, { channel: PagerName }>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Stands in for the secret of a service that does not exist, so that its absence costs the same. */
const NOBODYS_SECRET = 'nobody has this secret';

/** One answer for a wrong signature, a wrong secret, and everything that does not exist. */
export const notSigned = (): Problem =>
  new Problem(
    'notSigned',
    'Nothing was taken: there is no such address here, or the signature or secret is wrong.',
  );

/**
 * The service that a hook belongs to, once `proves` holds for its secret.
 * @throws Problem `notSigned` whatever is wrong
 */
export async function provenService(
  context: ApiContext,
  path: { organisation: string; service: string },
  channel: PagerName,
  proves: (secret: string) => boolean,
): Promise<PagerService> {
  const service = UUID.test(path.organisation) ? await find(context, path, channel) : undefined;
  const proven = proves(service?.webhookSecret || NOBODYS_SECRET);
  if (!service?.webhookSecret || !proven) throw notSigned();
  return service;
}

async function find(
  context: ApiContext,
  { organisation, service }: { organisation: string; service: string },
  channel: PagerName,
): Promise<PagerService | undefined> {
  const policy = await findPolicy(context, organisation);
  // A policy that was stored before there were services has none.
  const services: Service[] | undefined = policy?.services;
  return services?.find((one): one is PagerService => one.channel === channel && one.id === service);
}
