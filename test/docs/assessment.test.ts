import { describe, expect, it } from '@jest/globals';
import { QUESTIONS, REASON_RULES } from '../../domain/assessment/codes.ts';
import { reasonText } from '../../templates/catalogue.ts';
import { read } from './files.ts';

const page = read('docs/assessment.md');
const STANDING = { statute: 'law', icoGuidance: 'ICO guidance', persuasive: 'persuasive' };

describe('docs/assessment.md', () => {
  it('lists every rule with its text, source and standing, and no other', () => {
    const rows = page
      .split('\n')
      .filter((line) => /^\| `[a-zA-Z]+` \| .+ \| (law|ICO guidance|persuasive) \|$/.test(line));
    const rules = Object.entries(REASON_RULES).map(
      ([code, { source, standing }]) =>
        `| \`${code}\` | ${reasonText(code, 'en')} | ${source} | ${STANDING[standing]} |`,
    );
    expect(rows).toEqual(rules);
  });

  it.each(QUESTIONS)('says when %s is left to a person', (question) =>
    expect(page).toContain(`\`${question}\``),
  );
});
