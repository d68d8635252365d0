import { toOnePagePdf } from './documents/index.ts';
import { subjectLine } from './escape.ts';
import { languageOf, readTemplate } from './files.ts';
import { icoForm } from './icoForm.ts';
import { createEngine } from './liquid.ts';
import { dutyText } from './duties.ts';
import { word } from './texts.ts';
import type { CalendarEventInput, SheetInput } from './types.ts';

function render(file: string, asked: string, form: 'markdown' | 'plain', vars: object) {
  const language = languageOf(file, asked);
  const { name, frontMatter, body } = readTemplate(language, file);
  const lookups = {
    duty: (id: string) => dutyText(id, language).name,
    task: (id: string) => dutyText(id, language).task,
    word: (code: string) => word(code, language),
  };
  const values = vars as Record<string, unknown>;
  const write = (as: 'markdown' | 'plain', source: string) =>
    createEngine(as, language, lookups).compile(name, source, frontMatter.variables).render(values);
  const subject = subjectLine(write('plain', frontMatter.subject));
  return {
    language,
    subject,
    body: write(form, body)
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  };
}

export interface RenderedSheet {
  title: string;
  markdown: string;
  language: string;
}

/** The sheet as Markdown: what is due when, whom to call, what to write down. */
export function renderSheet(input: SheetInput, asked: string): RenderedSheet {
  const { subject, body, language } = render('sheet.md', asked, 'markdown', input);
  return { title: subject, markdown: `${body}\n`, language };
}

/** The sheet on one page of A4. `createdAt` goes into the file's properties; the same input gives the same bytes. */
export function sheetPdf(input: SheetInput, asked: string, createdAt: Date): Promise<Buffer> {
  const { title, markdown, language } = renderSheet(input, asked);
  const form = icoForm(language);
  return toOnePagePdf(markdown, {
    title,
    language,
    watermark: input.drill ? [form.marks.drill] : [],
    footer: `${input.organisation} · ${input.reference}`,
    pageLabel: form.page,
    author: input.organisation,
    createdAt,
  });
}

/** Summary and description of one deadline in the calendar file; plain text, escaped by domain/calendar.ts. */
export function calendarEvent(
  input: CalendarEventInput,
  asked: string,
): { summary: string; description: string; language: string } {
  const { subject, body, language } = render('calendar-event.md', asked, 'plain', input);
  return { summary: subject, description: body, language };
}

/** The same, saying nothing of what happened, for a calendar file that an attacker may read on its way. */
export function quietCalendarEvent(
  input: Pick<CalendarEventInput, 'reference' | 'drill'>,
  asked: string,
): { summary: string; description: string; language: string } {
  const { subject, body, language } = render('calendar-event-without-facts.md', asked, 'plain', input);
  return { summary: subject, description: body, language };
}
