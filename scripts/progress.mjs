/** Says what takes long: in place on a terminal, as plain lines elsewhere (a log file, CI). */
const PLAIN_EVERY_MS = 15_000;

/**
 * Runs `work` and shows `label` with the seconds gone once it has taken more than one.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const started = Date.now();
  const tty = process.stderr.isTTY === true;
  let nextPlain = 1_000;
  const timer = setInterval(() => {
    const gone = Date.now() - started;
    if (tty) process.stderr.write(`\r\x1b[K${label} … ${Math.round(gone / 1000)} s`);
    else if (gone >= nextPlain) {
      process.stderr.write(
        nextPlain === 1_000 ? `${label} …\n` : `${label} … ${Math.round(gone / 1000)} s\n`,
      );
      nextPlain = gone + PLAIN_EVERY_MS;
    }
  }, 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    const gone = Date.now() - started;
    if (gone >= 1_000) {
      process.stderr.write(`${tty ? '\r\x1b[K' : ''}${label}: ${(gone / 1000).toFixed(1)} s\n`);
    }
  }
}
