import { ChannelError, type ChannelErrorCode } from './errors.ts';

/** What nodemailer attaches to its errors; their messages are never passed on. */
interface SmtpError {
  code?: string;
  /** The code of the operating system or of TLS beneath `code`. */
  originalCode?: string;
  responseCode?: number;
  response?: string;
}

const TLS_CODE = /CERT|TLS|SSL|UNABLE_TO_/;

const BY_CODE: Record<string, ChannelErrorCode> = {
  ETIMEDOUT: 'timeout',
  ETLS: 'tls',
  EREQUIRETLS: 'tls',
  EAUTH: 'auth',
  ENOAUTH: 'auth',
  EOAUTH2: 'auth',
  EENVELOPE: 'refused',
  EMESSAGE: 'tooLarge',
  ECONFIG: 'misconfigured',
  EFILEACCESS: 'misconfigured',
  EURLACCESS: 'misconfigured',
};

/** nodemailer's error → ChannelError, by codes alone. */
export function smtpFailure(error: unknown): ChannelError {
  const failure = (error ?? {}) as SmtpError;
  return new ChannelError('smtp', codeOf(failure), { status: failure.responseCode });
}

function codeOf({ code = '', originalCode = '', responseCode, response = '' }: SmtpError): ChannelErrorCode {
  if (code === 'ETLS') return 'tls';
  if (responseCode !== undefined && responseCode >= 400) return codeOfReply(code, responseCode, response);
  if (TLS_CODE.test(originalCode)) return 'tls';
  if (originalCode === 'ETIMEDOUT') return 'timeout';
  return BY_CODE[code] ?? 'unreachable';
}

/** RFC 5321 §4.2.1: 4yz is transient, 5yz is permanent; 552 and x.3.4 are about size (RFC 3463). */
function codeOfReply(code: string, reply: number, response: string): ChannelErrorCode {
  if (reply < 500) return 'deferred';
  if (code === 'EAUTH') return 'auth';
  return reply === 552 || /^\d{3}[ -]5\.3\.4\b/.test(response) ? 'tooLarge' : 'refused';
}
