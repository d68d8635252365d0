import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { commonSchema, type Playbook, playbookSchema, type Step } from '../domain/response/playbook.ts';
import { TemplateError } from './errors.ts';
import { FALLBACK } from './files.ts';

const FOLDER = fileURLToPath(new URL('./playbooks/', import.meta.url));
const COMMON = 'common.yaml';
const LANGUAGE = /^[a-z]{2,3}$/;

const loaded = new Map<string, Playbook[]>();

/** Every playbook in the language asked for, else in English, by title. */
export function playbooks(asked: string): Playbook[] {
  const language = LANGUAGE.test(asked) && existsSync(FOLDER + asked) ? asked : FALLBACK;
  const known = loaded.get(language);
  if (known) return known;
  const read = readPlaybooks(FOLDER + language);
  loaded.set(language, read);
  return read;
}

/** The step that every declaration makes a task of. */
export const SAVE_LOGS = 'saveLogs';

/** A step that several playbooks share. @throws TemplateError where none of them has it */
export function sharedStep(id: string, language: string): Step {
  const step = playbooks(language)
    .flatMap(({ steps }) => steps)
    .find((one) => one.id === id);
  if (!step) throw new TemplateError(COMMON, `has no step "${id}"`);
  return step;
}

/**
 * The playbooks of one folder: its files, and the shared steps in common.yaml that they name with `use`.
 * @throws TemplateError that names the file and the field, an unknown shared step, or a step that has two texts
 */
export function readPlaybooks(folder: string): Playbook[] {
  const common = checked(folder, COMMON, commonSchema);
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && file !== COMMON);
  const read = files.sort().map((file) => readPlaybook(folder, file, common));
  requireOneTextEach(read, Object.keys(common));
  return read.sort((a, b) => a.title.localeCompare(b.title));
}

function readPlaybook(folder: string, file: string, common: z.infer<typeof commonSchema>): Playbook {
  const { steps, ...rest } = checked(folder, file, playbookSchema);
  const whole = steps.map((step): Step => {
    if (!('use' in step)) return step;
    const shared = common[step.use];
    if (!shared) throw new TemplateError(file, `uses "${step.use}", which is not in ${COMMON}`);
    return { id: step.use, ...shared };
  });
  return { id: file.slice(0, -'.yaml'.length), ...rest, steps: whole };
}

/** Equal steps are one task, so a step that two playbooks have comes from common.yaml. */
function requireOneTextEach(read: readonly Playbook[], shared: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const { id, steps } of read)
    for (const step of steps.filter((one) => !shared.includes(one.id))) {
      const before = seen.get(step.id);
      if (before) throw new TemplateError(id, `step "${step.id}" is in ${before} too; put it into ${COMMON}`);
      seen.set(step.id, id);
    }
}

function checked<T>(folder: string, file: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parse(readFileSync(`${folder}/${file}`, 'utf8')));
  if (!parsed.success) throw new TemplateError(file, z.prettifyError(parsed.error));
  return parsed.data;
}
