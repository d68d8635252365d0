export interface MailSender {
  name: string;
  address: string;
}

const DEFAULT_NAME = 'Tocsin';
/** One plain address, as the SMTP channel takes it. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;

/** "Name <address>" or a bare address; undefined where the text is neither. */
export function mailSender(text: string): MailSender | undefined {
  const match = /^(?<name>[^<>]*)<(?<bracketed>[^<>]+)>$/.exec(text.trim());
  const address = (match?.groups?.['bracketed'] ?? text).trim();
  if (address.length > 254 || !ADDRESS.test(address)) return undefined;
  return { name: match?.groups?.['name']?.trim() || DEFAULT_NAME, address };
}
