import type { Policy } from '../../domain/organisation.ts';
import { contactMethods, failsTogether } from '../../domain/policy/contacts.ts';
import { everybodyPaged } from '../../domain/policy/everybody.ts';
import { type Check, fail, ok, warn } from './check.ts';
import type { EngineState } from './types.ts';

/** Whether each person who may be paged can be reached in two ways that do not fail together. */
export function peopleChecks(_: EngineState, policy: Policy): Check[] {
  return everybodyPaged(policy).map((person) => {
    const name = `person ${person.id}`;
    const methods = contactMethods(person);
    const independent = new Set(methods.map(failsTogether)).size;
    if (independent === 0)
      return fail(
        name,
        'cannot be reached at all',
        'Give them an address, or take them out of the escalation.',
      );
    if (independent > 1) return ok(name, `${methods.map(({ id }) => id).join(', ')}`);
    return warn(
      name,
      `one way only (${methods.map(({ id }) => id).join(', ')})`,
      'Add a second that does not fail with the first: a mobile telephone, or mail elsewhere.',
    );
  });
}
