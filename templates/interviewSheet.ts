import type { Facts } from '../domain/facts.ts';
import { interviewOutcome, nextQuestion, QUESTIONS } from '../domain/interview/index.ts';
import { formatInstant } from '../domain/time/format.ts';
import type { DocumentOptions } from './documents/options.ts';
import { markdownLine } from './escape.ts';
import { languageOf } from './files.ts';
import { icoForm } from './icoForm.ts';
import { interviewTexts, labelledAnswers, labelledOutcome } from './interview.ts';

/** What the printed result is about. `incident` is left out where nothing is stored. */
export interface InterviewSheet {
  facts: Facts;
  language: string;
  timeZone: string;
  madeAt: Date;
  incident?: {
    organisation: string;
    reference: string;
    track: string;
    factsRevision: number;
    drill: boolean;
  };
}

type Phrase = (key: string) => string;

/** The result for the file, as Markdown: end, questions and answers, reasons with source and standing, what is missing. */
export function interviewMarkdown(sheet: InterviewSheet): string {
  const { facts, language } = sheet;
  const phrases = interviewTexts(language).phrases;
  const say: Phrase = (key) => phrases[key] ?? key;
  const parts = [
    ...head(sheet, say),
    ...result(facts, language, say),
    `## ${say('answers')}`,
    answers(facts, language, say),
    ...reasons(facts, language, say),
    say('closing'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function head({ facts, incident, madeAt, timeZone, language }: InterviewSheet, say: Phrase): string[] {
  const about = incident
    ? [
        `- **${markdownLine(incident.organisation)}** · ${markdownLine(incident.reference)}`,
        `- **${say('track')}:** ${markdownLine(incident.track)}`,
        `- **${say('revision')}:** ${incident.factsRevision}`,
      ]
    : [];
  const made = `- **${say('made')}:** ${formatInstant(madeAt, timeZone, language)}`;
  const role = `- **${say('role')}:** ${say(facts.role)}`;
  const drill = incident?.drill ? [`**${say('drill')}**`] : [];
  return [`# ${say('title')}`, ...drill, [...about, role, made].join('\n')];
}

function result(facts: Facts, language: string, say: Phrase): string[] {
  const { text, help, toDecide } = labelledOutcome(interviewOutcome(facts), language);
  const left = toDecide.length > 0 ? [`**${say('toDecide')}:** ${toDecide.map(say).join(', ')}`] : [];
  const open = nextQuestion(facts) ? [say('next')] : [];
  return [`## ${say('result')}: ${text}`, help, ...left, ...open];
}

function answers(facts: Facts, language: string, say: Phrase): string {
  const rows = labelledAnswers(facts, language).map(
    (one) => `| ${markdownLine(one.text)} | ${markdownLine(one.display)} | ${one.article} |`,
  );
  if (rows.length === 0) return say('nothing');
  return [`| ${say('question')} | ${say('answer')} | ${say('law')} |`, '| --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function reasons(facts: Facts, language: string, say: Phrase): string[] {
  const { assessment } = labelledOutcome(interviewOutcome(facts), language);
  const why = assessment.reasons.map(
    (reason) => `- ${reason.text} (${markdownLine(reason.source)}; ${say(reason.standing)})`,
  );
  const decisions = assessment.decisions.map((one) => `- ${say('toDecide')}: ${say(one.about)}. ${one.text}`);
  const missing = assessment.missing.map((path) => `- ${factText(path, language)}`).join('\n');
  return [
    `## ${say('why')}`,
    [...why, ...decisions].join('\n'),
    `## ${say('missing')}`,
    missing || say('nothing'),
  ];
}

/** The question that fills a fact; a fact that no question fills is named itself. */
function factText(path: string, language: string): string {
  const question = QUESTIONS.find((one) => one.path === path);
  return question ? (interviewTexts(language).questions[question.id]?.text ?? path) : `\`${path}\``;
}

/** Title, language and mark of the printed result. */
export function interviewOptions(sheet: InterviewSheet): DocumentOptions {
  const language = languageOf('interview.yaml', sheet.language);
  const form = icoForm(language);
  const reference = sheet.incident?.reference ?? '';
  return {
    title: [interviewTexts(language).phrases.title, reference].filter(Boolean).join(': '),
    language,
    watermark: sheet.incident?.drill ? [form.marks.drill] : [],
    footer: reference,
    pageLabel: form.page,
    ...(sheet.incident ? { author: sheet.incident.organisation } : {}),
    createdAt: sheet.madeAt,
  };
}
