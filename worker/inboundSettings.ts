import type { Config } from '../config/index.ts';
import type { InboundSettings } from '../inbound/index.ts';

/** Where mail comes in, from the environment. */
export const inboundSettings = (config: Config): InboundSettings => ({
  imapUrl: config.TOCSIN_IMAP_URL,
  imapFolder: config.TOCSIN_IMAP_FOLDER,
  imapDoneFolder: config.TOCSIN_IMAP_DONE_FOLDER,
  smtpHost: config.TOCSIN_INBOUND_SMTP_HOST,
  smtpPort: config.TOCSIN_INBOUND_SMTP_PORT,
  replyAddress: config.TOCSIN_REPLY_ADDRESS,
  authservId: config.TOCSIN_AUTHSERV_ID,
});

/** How people answer by replying to a page; undefined where nothing reads what they write. */
export function replySettings(config: Config, key: Buffer): { key: Buffer; address: string } | undefined {
  const { TOCSIN_REPLY_ADDRESS: address, TOCSIN_IMAP_URL: imap, TOCSIN_INBOUND_SMTP_PORT: smtp } = config;
  const isRead = imap !== undefined || smtp !== undefined;
  return address !== undefined && isRead ? { key, address } : undefined;
}
