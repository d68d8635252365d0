/** What the first start is told. */
export type FirstStartContext = {
  /** The owner of the schema; the migrations have run. */
  ownerUrl: string;
  masterKeyFile: string | undefined;
  dataDir: string;
  /** Where the API will listen. */
  apiUrl: string;
  /** True for `--once`: a key is needed although the database may not be empty. */
  needApiKey: boolean;
};

export type FirstStart = {
  /** True when the database was empty: the sample drill follows. */
  created: boolean;
  /** Printed below the summary, once. */
  lines: string[];
  /** Shown nowhere else again. */
  apiKey?: string;
};

/**
 * Called at every start, after the migrations and before the worker and the API. Fills an empty database with an
 * organisation and an API key; must change nothing in one that is not empty.
 */
export function onFirstStart(_context: FirstStartContext): Promise<FirstStart> {
  return Promise.resolve({ created: false, lines: [] });
}
