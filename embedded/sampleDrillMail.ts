/** One mail as the catcher lists it. */
export type MailSummary = { id: string; to: string[]; subject: string; receivedAt: string };
export type Mail = MailSummary & { text: string };

const TIMEOUT_MS = 10_000;

/** The scripted responder's mail program: reads the local catcher as a person would in a browser. */
export class Mailbox {
  readonly #url: string;
  readonly #seen = new Set<string>();

  constructor(mailUrl: string) {
    this.#url = mailUrl;
  }

  /** Marks what is there already as read: mails of earlier drills are no news. */
  async skipOld(): Promise<void> {
    for (const { id } of await this.#list()) this.#seen.add(id);
  }

  /** Mails that came since the last call, oldest first. */
  async news(): Promise<Mail[]> {
    const fresh = (await this.#list()).filter(({ id }) => !this.#seen.has(id));
    const mails: Mail[] = [];
    for (const { id } of fresh.toSorted((a, b) => a.id.localeCompare(b.id))) {
      mails.push(await this.#get<Mail>(`/api/messages/${id}`));
    }
    for (const { id } of mails) this.#seen.add(id); // all or none: a mail that failed to open is news again
    return mails;
  }

  /** Where a person reads this mail. */
  pageOf({ id }: MailSummary): string {
    return `${this.#url}/messages/${id}`;
  }

  #list(): Promise<MailSummary[]> {
    return this.#get<MailSummary[]>('/api/messages');
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(this.#url + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new Error(`The mail catcher answered ${response.status} to ${path}.`);
    return (await response.json()) as T;
  }
}

/** The path of the acknowledge link in a mail, if it has one. The link itself may name a public address. */
export const acknowledgePath = (text: string): string | undefined =>
  /\/acknowledge\/[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+/.exec(text)?.[0];

/** Opens the link, as a person or a mail scanner does. @throws Error when the page does not open or has no button */
export async function openLink(apiUrl: string, path: string): Promise<void> {
  const response = await fetch(apiUrl + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  const page = await response.text();
  if (!response.ok) throw new Error(`The acknowledge page answered ${response.status}.`);
  if (!/<h1>/.test(page)) throw new Error('The acknowledge page is empty.');
}

/** Presses the button. */
export async function pressButton(apiUrl: string, path: string): Promise<void> {
  const response = await fetch(apiUrl + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.text();
  if (!response.ok) throw new Error(`The acknowledge button answered ${response.status}.`);
}
