/** The message catalogue: every text that is sent or shown, by language. */
export { explainAssessment, type ExplainedAssessment } from './assessment.ts';
export { TemplateError } from './errors.ts';
export { channelText, type ChannelText } from './channelTexts.ts';
export { languages } from './files.ts';
export { renderMessage } from './messages.ts';
export { dutyText } from './duties.ts';
export { obligationLabel, reasonText } from './entries.ts';
export { codeMessage, rotaText, warningText } from './onCall.ts';
export { timelineText } from './texts.ts';
export { readinessWarnings, unreadyText, type Warning } from './unready.ts';
