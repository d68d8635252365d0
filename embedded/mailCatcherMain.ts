/** The mail catcher as its own process: `npm start` runs it where no real mail server is set. */
import { join } from 'node:path';
import { startMailCatcher } from './mailCatcher.ts';

const dataDir = process.env.TOCSIN_DATA_DIR;
const smtpPort = portOf(process.env.TOCSIN_CATCHER_SMTP_URL);
const webPort = portOf(process.env.TOCSIN_CATCHER_WEB_URL);
if (dataDir === undefined) throw new Error('TOCSIN_DATA_DIR is not set: start this through `npm start`.');

const catcher = await startMailCatcher({ folder: join(dataDir, 'mail'), smtpPort, webPort });
console.log(`mail catcher: ${catcher.smtpUrl}, read at ${catcher.webUrl}`);
process.once('SIGTERM', () => {
  void catcher.stop().then(() => process.exit(0));
});

function portOf(url: string | undefined): number {
  return url === undefined ? 0 : Number(new URL(url).port);
}
