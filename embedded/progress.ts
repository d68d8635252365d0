const PLAIN_EVERY_MS = 15_000;

/**
 * Runs `work`; once it has taken more than a second, shows `label` with the seconds gone: in place on a terminal, as
 * plain lines elsewhere.
 */
export async function withProgress<T>(label: string, work: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const tty = process.stdout.isTTY === true;
  let nextPlain = 1_000;
  const timer = setInterval(() => {
    const gone = Date.now() - started;
    if (tty) process.stdout.write(`\r\x1b[K${label} … ${Math.round(gone / 1000)} s`);
    else if (gone >= nextPlain) {
      console.log(nextPlain === 1_000 ? `${label} …` : `${label} … ${Math.round(gone / 1000)} s`);
      nextPlain = gone + PLAIN_EVERY_MS;
    }
  }, 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    const gone = Date.now() - started;
    if (gone >= 1_000) console.log(`${tty ? '\r\x1b[K' : ''}${label}: ${(gone / 1000).toFixed(1)} s`);
  }
}
