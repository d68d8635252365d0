import { type Headers, valuesOf } from './headers.ts';

/**
 * Does our own mail server confirm that the mail comes from the domain of its From? By its newest Authentication-Results
 * (RFC 8601) alone, which stands on top: dmarc=pass for that domain, or dkim=pass with a domain that is it or above it.
 * @param authservId by which our mail server names itself there
 */
export function isAuthentic(headers: Headers, authservId: string, fromDomain: string): boolean {
  const own = valuesOf(headers, 'authentication-results')
    .map(withoutComments)
    .find((value) => idOf(value) === authservId.toLowerCase());
  if (own === undefined || fromDomain === '') return false;
  const results = own
    .split(';')
    .slice(1)
    .map((one) => one.trim().toLowerCase());
  return results.some((result) => passes(result, fromDomain.toLowerCase()));
}

const idOf = (value: string): string =>
  (value.split(';', 1)[0] ?? '').trim().split(/\s+/)[0]?.toLowerCase() ?? '';

function passes(result: string, from: string): boolean {
  const property = (name: string) => new RegExp(`(?:^|\\s)${name}=@?([^\\s]+)`).exec(result)?.[1];
  if (/^dmarc\s*=\s*pass(\s|$)/.test(result)) return property('header\\.from') === from;
  if (!/^dkim\s*=\s*pass(\s|$)/.test(result)) return false;
  const signer = property('header\\.d') ?? property('header\\.i')?.replace(/^.*@/, '');
  return signer !== undefined && signer.includes('.') && (from === signer || from.endsWith(`.${signer}`));
}

/** Comments may be nested and may hold anything, "dmarc=pass" too; so may quoted text. */
function withoutComments(value: string): string {
  let depth = 0;
  let quoted = false;
  let kept = '';
  for (let at = 0; at < value.length; at += 1) {
    const one = value[at]!;
    if (one === '\\') at += 1;
    else if (one === '"' && depth === 0) quoted = !quoted;
    else if (one === '(' && !quoted) depth += 1;
    else if (one === ')' && depth > 0) depth -= 1;
    else if (depth === 0 && !quoted) kept += one;
  }
  return kept;
}
