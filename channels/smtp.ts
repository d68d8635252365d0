import { createTransport } from 'nodemailer';
import { ChannelError } from './errors.ts';
import { keyHash, singleLine } from './identity.ts';
import { smtpFailure } from './smtpFailure.ts';
import { poolOptions, type SmtpOptions } from './smtpOptions.ts';
import type { Attachment, Channel, DeliveryReceipt, OutboundMessage } from './types.ts';

export type { SmtpOptions } from './smtpOptions.ts';

/** One plain address: nothing that could open a second one, a comment or another header line. */
const ADDRESS = /^[^\s@<>()[\]\\,;:"\p{Cc}]+@[^\s@<>()[\]\\,;:"\p{Cc}]+$/u;
const CONTENT_TYPE = /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/;
const LONGEST_SEND_MS = 30_000;

/**
 * Mail over SMTP, through a pool of connections. The Message-ID comes from the key, so that a repeat of an attempt
 * whose outcome is unknown can be recognised as the same message.
 * @throws ChannelError `misconfigured` for an unusable URL or sender
 */
export function createSmtpChannel(options: SmtpOptions): Channel {
  const from = { name: singleLine(options.from.name), address: checkedAddress(options.from.address) };
  const transport = createTransport(poolOptions(options));
  const limitMs = Math.min(options.totalTimeoutMs ?? LONGEST_SEND_MS, LONGEST_SEND_MS);

  async function send(message: OutboundMessage, signal?: AbortSignal): Promise<DeliveryReceipt> {
    signal?.throwIfAborted();
    const limit = AbortSignal.timeout(limitMs);
    const mail = mailFrom(from, message);
    try {
      const sent = await transport.sendMail({
        ...mail,
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      return { outcome: 'accepted', provider: `smtp-${replyCode(sent.response)}`, messageId: mail.messageId };
    } catch (error) {
      signal?.throwIfAborted();
      throw limit.aborted ? new ChannelError('smtp', 'timeout') : smtpFailure(error);
    }
  }

  return {
    name: 'smtp',
    outward: !options.catcher,
    send,
    verify: () =>
      transport.verify().then(
        () => undefined,
        (error: unknown) => Promise.reject(smtpFailure(error)),
      ),
    close: () => Promise.resolve(transport.close()),
  };
}

/** The mail as handed to nodemailer, which encodes names and subject; nothing in it is fetched from disk or network. */
function mailFrom(from: { name: string; address: string }, message: OutboundMessage) {
  const address = checkedAddress(message.to.address);
  const hash = keyHash(message.key);
  return {
    from,
    to: { name: singleLine(message.to.name), address },
    envelope: { from: from.address, to: [address] },
    ...(message.replyTo === undefined ? {} : { replyTo: checkedAddress(message.replyTo) }),
    subject: singleLine(message.subjectTag ? `${message.subject} [${message.subjectTag}]` : message.subject),
    text: message.text,
    html: message.html,
    attachments: (message.attachments ?? []).map(safeAttachment),
    messageId: `<${hash}@${from.address.slice(from.address.lastIndexOf('@') + 1).toLowerCase()}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Tocsin-Key': hash },
    xMailer: false as const,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

const safeAttachment = ({ filename, contentType, content }: Attachment) => ({
  filename: singleLine(filename),
  contentType: CONTENT_TYPE.test(contentType) ? contentType : 'application/octet-stream',
  content,
});

function checkedAddress(address: string): string {
  if (address.length <= 254 && ADDRESS.test(address)) return address;
  throw new ChannelError('smtp', 'misconfigured', {
    advice: 'An e-mail address is not a single plain address',
  });
}

const replyCode = (response: string | undefined): string => /^\d{3}/.exec(response ?? '')?.[0] ?? 'unknown';
