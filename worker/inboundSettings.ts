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
