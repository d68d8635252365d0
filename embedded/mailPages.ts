import { KEPT_MESSAGES, type CaughtMail, type MailSummary } from './mailStore.ts';

const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; background: #fff; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4; padding: 1rem; font-size: 1rem; }
  iframe { width: 100%; height: 40rem; border: 1px solid #767676; } a { color: #0b5394; }`;

/** The list, newest first. */
export function listPage(mails: MailSummary[]): string {
  const rows = mails.map(
    (mail) =>
      `<tr><td><time>${escape(mail.receivedAt)}</time></td><td>${escape(mail.to.join(', '))}</td>` +
      `<td><a href="/messages/${escape(mail.id)}">${escape(mail.subject || '(no subject)')}</a></td></tr>`,
  );
  const table = `<table><thead><tr><th scope="col">Received (UTC)</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return page(
    'Caught mail',
    `<h1>Caught mail</h1><p>Nothing here has left this machine. The newest ${KEPT_MESSAGES} messages are kept.</p>
    ${mails.length === 0 ? '<p>No mail yet. Reload to look again.</p>' : table}`,
  );
}

/** One mail: its text with working links, and its HTML part inside a frame that can do nothing. */
export function mailPage(mail: CaughtMail): string {
  const base = `/messages/${escape(mail.id)}`;
  const files = mail.attachments.map(
    (file, index) =>
      `<li><a href="${base}/attachments/${index}">${escape(file.filename)}</a> (${escape(file.contentType)}, ${file.content.length} bytes)</li>`,
  );
  return page(
    mail.subject,
    `<p><a href="/">All mail</a></p><h1>${escape(mail.subject || '(no subject)')}</h1>
    <p>From ${escape(mail.from)}<br>To ${escape(mail.to.join(', '))}<br>Received <time>${escape(mail.receivedAt)}</time> · <a href="${base}/source">source</a></p>
    <pre>${withLinks(mail.text)}</pre>
    ${files.length === 0 ? '' : `<h2>Attachments</h2><ul>${files.join('')}</ul>`}
    ${mail.html === undefined ? '' : `<h2>HTML part</h2><iframe sandbox="" title="HTML part" src="${base}/html"></iframe>`}`,
  );
}

/** A short page that says what is wrong. */
export function problemPage(sentence: string): string {
  return page('Not here', `<h1>${escape(sentence)}</h1><p><a href="/">All mail</a></p>`);
}

/** Text made safe for HTML content and quoted attributes. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Escapes first, then makes links of what looks like a web address: an acknowledgement link must be one click away. */
function withLinks(text: string): string {
  return escape(text).replaceAll(/https?:\/\/(?:(?!&lt;|&gt;|&quot;|&#39;)[^\s])+/g, (url) => {
    const end = /[.,;:!?)\]]*$/.exec(url)?.[0] ?? '';
    const link = end === '' || /&[a-z#0-9]+;$/.test(url) ? url : url.slice(0, -end.length);
    return `<a href="${link}" rel="noreferrer noopener">${link}</a>${url.slice(link.length)}`;
  });
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)} · Tocsin mail catcher</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}
