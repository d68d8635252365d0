/** Something in a text that looks like it identifies a person and does not belong into a report (form, head). */
export interface PersonalFinding {
  code: 'email' | 'phone' | 'nhsNumber' | 'nationalInsuranceNumber' | 'cardNumber';
  /** Position in the text, in UTF-16 units. */
  start: number;
  end: number;
}

const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;
/** Prefixes that HMRC does not issue are left out by shape only; a false finding costs a glance. */
const NATIONAL_INSURANCE = /\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi;
/** Digits as people write them: groups parted by single spaces, hyphens, dots or brackets. */
const DIGITS = /\+?\(?\d(?:[ .()-]{0,2}\d){8,18}/g;

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** NHS numbers carry a modulus 11 check digit (NHS Data Dictionary). */
function isNhsNumber(digits: string): boolean {
  if (digits.length !== 10) return false;
  const weighted = [...digits.slice(0, 9)].reduce((total, digit, n) => total + Number(digit) * (10 - n), 0);
  const check = (11 - (weighted % 11)) % 11;
  return check !== 10 && check === Number(digits[9]);
}

/** Payment cards: 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1). */
function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  const total = [...digits].reverse().reduce((all, digit, n) => {
    const doubled = Number(digit) * (n % 2 === 1 ? 2 : 1);
    return all + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return total % 10 === 0;
}

const isPhone = (text: string, digits: string): boolean =>
  /^(\+|00|\(?0)/.test(text) && digits.length >= 10 && digits.length <= 15;

function digitsCode(text: string): PersonalFinding['code'] | null {
  const digits = digitsOf(text);
  if (isNhsNumber(digits) && !text.startsWith('0')) return 'nhsNumber';
  if (isPhone(text, digits)) return 'phone';
  return isCardNumber(digits) ? 'cardNumber' : null;
}

/**
 * E-mail addresses, phone, NHS, National Insurance and card numbers in a text. Names of people cannot be told from
 * other words by a rule, so no attempt is made: the form reminds the writer instead.
 * @param allowed addresses and numbers that may stand there, such as the organisation's own contact point
 */
export function personalFindings(text: string, allowed: readonly string[] = []): PersonalFinding[] {
  const permitted = new Set(allowed.map(normal));
  const found: PersonalFinding[] = [];
  const collect = (pattern: RegExp, codeOf: (match: string) => PersonalFinding['code'] | null) => {
    for (const match of text.matchAll(pattern)) {
      const code = permitted.has(normal(match[0])) ? null : codeOf(match[0]);
      if (code) found.push({ code, start: match.index, end: match.index + match[0].length });
    }
  };
  collect(EMAIL, () => 'email');
  collect(NATIONAL_INSURANCE, () => 'nationalInsuranceNumber');
  collect(DIGITS, digitsCode);
  return found.sort((a, b) => a.start - b.start);
}

const normal = (text: string): string => (text.includes('@') ? text.toLowerCase() : digitsOf(text));
