/** Voices of the provider go by language and country; what is not here is said in the provider's own. */
const VOICES: Record<string, string> = {
  da: 'da-DK', de: 'de-DE', en: 'en-GB', es: 'es-ES', fi: 'fi-FI', fr: 'fr-FR', it: 'it-IT',
  nb: 'nb-NO', nl: 'nl-NL', pl: 'pl-PL', pt: 'pt-PT', sv: 'sv-SE',
}; // prettier-ignore

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What XML 1.0 cannot hold, escaped or not. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Text for an element or an attribute of XML. */
const xml = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_XML, ' ')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const say = (text: string, language: string): string => {
  const voice = VOICES[language];
  return `<Say${voice ? ` language="${voice}"` : ''}>${xml(text)}</Say>`;
};

const response = (verbs: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${verbs}</Response>`;

/** One thing said, and the call ends. */
export const sayOnce = (text: string, language: string): string =>
  response(`${say(text, language)}<Hangup/>`);

/**
 * A call that says `text` twice, with a pause between. With `answer` it says after each which digit answers, and takes
 * one digit at any time, which the provider then posts to `url`.
 * @see https://www.twilio.com/docs/voice/twiml/gather
 */
export function sayTwice(call: {
  text: string;
  language: string;
  answer?: { url: string; prompt: string };
}): string {
  const { text, language, answer } = call;
  const once = say(text, language) + (answer ? say(answer.prompt, language) : '');
  const twice = `${once}<Pause length="2"/>${once}`;
  if (!answer) return response(twice);
  return response(
    `<Gather numDigits="1" timeout="10" method="POST" action="${xml(answer.url)}">${twice}</Gather>`,
  );
}
