/** The message catalogue: every text that is sent or shown, by language. */
export { TemplateError } from './errors.ts';
export { languages } from './files.ts';
export { renderMessage } from './messages.ts';
export { obligationLabel, reasonText, timelineText, warningText } from './texts.ts';
