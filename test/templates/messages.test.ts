import { describe, expect, test } from '@jest/globals';
import { languages, renderMessage, TemplateError } from '../../templates/catalogue.ts';
import { ACKNOWLEDGE_VIEWS, OBLIGATION_KINDS, PAGE_REASONS } from '../../templates/types.ts';
import { pageVars } from './samples.ts';

const ATTACK = [
  'Hi\r\nBcc: everyone@evil.example',
  '<script>alert(1)</script><img src=http://evil.example/p.gif>',
  '[click](https://evil.example) ![x](https://evil.example/x.png) https://evil.example/login www.evil.example',
  '{{ acknowledgeUrl }} {% if true %}',
  '# heading\n\n> quote\n\n    code\n\n---\n| a | b |',
].join(' ');

describe('a page', () => {
  test.each(PAGE_REASONS)('for the reason "%s" says what is due, by when, and where to press', (reason) => {
    const { subject, text, html } = renderMessage('page', 'en', pageVars({ reason }));
    expect(subject).toContain('INC-2026-0001');
    for (const part of ['Notify the ICO', 'Fri 27 Nov 2026, 10:00 GMT', '2 days 3 hours left', 'Bob Jones']) {
      expect(text).toContain(part);
      expect(html).toContain(part);
    }
    expect(text).toContain('https://tocsin.example/acknowledge/a_b-c.d');
    expect(html).toContain('href="https://tocsin.example/acknowledge/a_b-c.d"');
  });

  test.each(OBLIGATION_KINDS)('about "%s" names the duty', (obligation) => {
    expect(renderMessage('page', 'en', pageVars({ obligation })).subject).toMatch(/^Please answer: \w/);
  });

  test('words a deadline that runs from awareness with "if the time is right", and others without', () => {
    const words = 'if the time at which you became aware is right';
    expect(renderMessage('page', 'en', pageVars()).text).toContain(words);
    expect(
      renderMessage('page', 'en', pageVars({ obligation: 'scope', fromAwareness: false })).text,
    ).not.toContain(words);
  });

  test('names the controller who is to be told, and how to reach it, in both lists', () => {
    const whom = 'North Trust, +44 20 7946 0000 at any hour';
    const due = { obligation: 'controllers:c8', dueLocal: null, timeLeft: null };
    const vars = pageVars({
      obligation: 'controllers:c8',
      whom,
      othersDue: [{ ...due, whom: 'South Trust' }],
    });
    const { text } = renderMessage('page', 'en', vars);
    expect(text).toContain(whom);
    expect(text).toContain('South Trust');
  });

  test('about the whole incident needs no duty', () => {
    const vars = pageVars({
      reason: 'declared',
      obligation: null,
      basis: null,
      whom: null,
      dueLocal: null,
      timeLeft: null,
      nextStep: null,
      whatHappened: null,
      othersDue: [],
    });
    const { subject, text } = renderMessage('page', 'en', vars);
    expect(subject).toBe('Please answer: Laptop stolen (INC-2026-0001)');
    expect(text).toContain('Nobody has written down yet what happened.');
  });

  test('says DRILL in a drill and nowhere in a real incident', () => {
    for (const name of ['page', 'page-without-facts']) {
      const drill = renderMessage(name, 'en', pageVars({ drill: true }));
      expect(drill.subject).toMatch(/^DRILL: /);
      expect(drill.text).toContain('THIS IS A DRILL');
      expect(JSON.stringify(renderMessage(name, 'en', pageVars()))).not.toMatch(/drill/i);
    }
  });

  test('puts physical danger first', () => {
    expect(renderMessage('page', 'en', pageVars({ physicalDanger: true })).text).toMatch(
      /^Someone may be in physical danger/,
    );
  });

  test('loads nothing from anywhere', () => {
    expect(renderMessage('page', 'en', pageVars()).html).not.toMatch(
      /<img|<script|<link|src=|@import|url\(/i,
    );
  });
});

describe('values are data', () => {
  const attacked = pageVars({
    title: ATTACK,
    whatHappened: ATTACK,
    recipient: ATTACK,
    organisation: ATTACK,
    obligation: null,
  });
  const { subject, text, html } = renderMessage('page', 'en', attacked);

  test('the subject is one line of at most 150 characters', () => {
    expect([...subject].length).toBeLessThanOrEqual(150);
    // eslint-disable-next-line no-control-regex
    expect(subject).not.toMatch(/[\u0000-\u001f\u007f\u2028\u2029]/);
  });

  test('no HTML, picture or link of theirs is in the mail', () => {
    expect(html).not.toMatch(/<script|<img|<pre|<code|<hr|<table/);
    const targets = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(targets)).toEqual(new Set([attacked.acknowledgeUrl, attacked.incidentUrl]));
  });

  test('addresses in them are written so that no mail program makes them links', () => {
    expect(text).not.toMatch(/https?:\/\/evil|www\.evil|@evil/);
    expect(text).toContain('https[:]//evil.example/login');
  });

  test('Liquid in them stays as it is', () => {
    expect(text).toContain('{{ acknowledgeUrl }} {% if true %}');
  });

  test('a link that is no web address is an error', () => {
    expect(() => renderMessage('page', 'en', pageVars({ acknowledgeUrl: 'javascript:alert(1)' }))).toThrow(
      TemplateError,
    );
  });
});

describe('a page without facts', () => {
  test('says that Tocsin needs you, the reference, by when, and the link, and nothing else', () => {
    const { subject, text, html } = renderMessage(
      'page-without-facts',
      'en',
      pageVars({ physicalDanger: true }),
    );
    expect(subject).toBe('Tocsin needs you (INC-2026-0001)');
    expect(text).toContain('Fri 27 Nov 2026, 10:00 GMT');
    for (const secret of ['Laptop', 'stolen', 'ICO', 'breach', 'Harmony', 'danger', 'Bob'])
      expect(`${subject}${text}${html}`).not.toContain(secret);
  });
});

describe('the acknowledge page', () => {
  const acknowledgePage = (vars: object): string =>
    renderMessage('acknowledge-page', 'en', { reference: '', drill: false, seconds: 0, ...vars }).html;

  test.each(ACKNOWLEDGE_VIEWS)('"%s" has a title', (view) => {
    expect(acknowledgePage({ view, reference: 'INC-1' })).toMatch(/<h1>[^<]+<\/h1>/);
  });

  test('has its one button only while the page is open', () => {
    for (const view of ACKNOWLEDGE_VIEWS) {
      const html = acknowledgePage({ view });
      expect(html.match(/<button/g)?.length ?? 0).toBe(view === 'open' ? 1 : 0);
      expect(html.includes('<form method="post">')).toBe(view === 'open');
    }
  });

  test.each([
    [1, 'wait 1 second<'],
    [42, 'wait 42 seconds<'],
  ])('asks to wait %i second(s) in words', (seconds, words) => {
    expect(acknowledgePage({ view: 'wait', seconds })).toContain(words);
  });

  test('escapes the reference', () => {
    expect(acknowledgePage({ view: 'open', reference: '"><script>' })).not.toContain('<script>');
  });
});

describe('the catalogue', () => {
  test('names the variable that is missing, and the template', () => {
    const { reference: _, ...rest } = pageVars();
    expect(() => renderMessage('page', 'en', rest)).toThrow(
      'template "en/page.md": the variable "reference" is missing',
    );
  });

  test('refuses a message that does not exist', () => {
    expect(() => renderMessage('../../etc/passwd', 'en', {})).toThrow(TemplateError);
  });

  test('falls back to English and says so', () => {
    expect(renderMessage('page', 'cy', pageVars()).language).toBe('en');
    expect(renderMessage('page', '../en', pageVars()).language).toBe('en');
  });

  test('has English', () => {
    expect(languages()).toContain('en');
  });
});
