import type { ApiClient } from '../support/apiClient.ts';

/** What the API shows, as far as these tests ask. */
export interface Entry {
  kind: string;
  occurredAt: string;
  recordedAt: string;
  data: Record<string, unknown>;
}
export interface Duty {
  id: string;
  state: string;
  startsAt: string;
  dueAt: string;
}
export interface Delivery {
  key: string;
  person: string;
  round: number;
  step: number;
  status: string;
  attempts: number;
  intendedAt: string;
}
export interface PageOf {
  id: string;
  obligation: string | null;
  milestone: string;
  state: string;
  endedBecause: string | null;
  /** The page that speaks for this one. */
  bundledInto: string | null;
  deliveries: Delivery[];
}

/** One incident as a user sees it. Reading is tried again while a part is away. */
export class IncidentReader {
  readonly api: ApiClient;
  readonly id: string;

  constructor(api: ApiClient, id: string) {
    this.api = api;
    this.id = id;
  }

  timeline = async (...kinds: string[]): Promise<Entry[]> =>
    (await this.#get(`/timeline?limit=500${kinds.length > 0 ? `&kind=${kinds.join(',')}` : ''}`)).items;
  pages = async (): Promise<PageOf[]> => (await this.#get('/pages')).items;
  notices = async (): Promise<{ id: string; kind: string }[]> => (await this.#get('/notices')).items;
  duties = async (): Promise<Duty[]> => (await this.#get('')).obligations;

  /** "<obligation>/<milestone>" of everything that fired, in order. */
  fired = async (): Promise<string[]> =>
    (await this.timeline('milestone.fired')).map(
      ({ data }) => `${String(data['obligation'])}/${String(data['milestone'])}`,
    );

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are asserted on, not typed
  async #get(path: string): Promise<any> {
    const { status, body } = await this.api.get(`/v1/incidents/${this.id}${path}`);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}`);
    return body;
  }
}

export const dueInstants = (duties: readonly Duty[]): Record<string, string> =>
  Object.fromEntries(duties.map(({ id, dueAt }) => [id, dueAt]));
