/** A failure that the person at the terminal can cure: its message is one sentence with the cure, shown without a stack. */
export class Problem extends Error {}

/**
 * The `code` of a Node system error ("ENOENT", "EADDRINUSE" …) or of a PostgreSQL error, if it is one. By shape and not
 * by `instanceof`: below jest, Node's own errors are of another realm's class.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** One sentence for any error: a full disk and missing rights are common enough to be told with their cure. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  const path = error instanceof Error && 'path' in error ? String(error.path) : 'the data folder';
  if (errorCode(error) === 'ENOSPC') return `The disk is full at ${path}: free some space and start again.`;
  if (errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM') {
    return `No right to write ${path}: start as its owner, or set TOCSIN_DATA_DIR to a folder that is yours.`;
  }
  if (errorCode(error) === 'EROFS')
    return `${path} is read-only: set TOCSIN_DATA_DIR to a folder that can be written.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
