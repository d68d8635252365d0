import { ChannelError, type ChannelErrorCode } from './errors.ts';

const TLS_CODE = /CERT|TLS|SSL|UNABLE_TO_/;
const TIMEOUT_CODE = /TIMEOUT|TIMEDOUT/;

/** What fetch attaches to its errors; their messages are never passed on. */
interface FetchError {
  cause?: { code?: string; errors?: { code?: string }[] };
}

/** What fetch rejects with → ChannelError, by the code of its cause alone; what is unknown may be tried again. */
export function fetchFailure(error: unknown): ChannelError {
  const { cause } = (error ?? {}) as FetchError;
  return new ChannelError('webhook', codeOf(String(cause?.code ?? cause?.errors?.[0]?.code ?? '')));
}

function codeOf(code: string): ChannelErrorCode {
  if (TLS_CODE.test(code)) return 'tls';
  return TIMEOUT_CODE.test(code) ? 'timeout' : 'unreachable';
}
