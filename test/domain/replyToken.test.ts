import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { isReplyAddress, isReplyTo, replyAddressFor } from '../../domain/replyAddress.ts';
import { isReplyToken, replyHint, replyToken, tokensIn } from '../../domain/replyToken.ts';

const key = randomBytes(32);
const claims = { organisationId: uuidv7(), pageId: uuidv7(), personId: 'ada' };
const token = replyToken(key, claims);

describe('a reply token', () => {
  it('fits the local part of an address and says where its page is', () => {
    expect(token).toMatch(/^ack-[a-z2-7]{32}$/);
    const hint = replyHint(token);
    expect(claims.organisationId.replaceAll('-', '').endsWith(hint.organisation)).toBe(true);
    expect(claims.pageId.endsWith(hint.page)).toBe(true);
  });

  it('holds for its page, its person and its organisation, under its key, and nothing else', () => {
    expect(isReplyToken(key, token, claims)).toBe(true);
    expect(isReplyToken(key, token.toUpperCase(), claims)).toBe(true);
    for (const other of [{ personId: 'ben' }, { pageId: uuidv7() }, { organisationId: uuidv7() }])
      expect(isReplyToken(key, token, { ...claims, ...other })).toBe(false);
    expect(isReplyToken(randomBytes(32), token, claims)).toBe(false);
  });

  it('is another one for a page whose id ends alike', () => {
    const [head, ...rest] = claims.pageId.split('-');
    const twin = [head === '00000000' ? '00000001' : '00000000', ...rest].join('-');
    expect(isReplyToken(key, token, { ...claims, pageId: twin })).toBe(false);
  });

  it.each([
    [`tocsin+${token}@school.test`],
    [`Re: Please answer (2026-001) [${token.toUpperCase()}]`],
    [`<TOCSIN+${token.toUpperCase()}@SCHOOL.TEST>, other@school.test`],
  ])('is found in %s', (text) => {
    expect(tokensIn(text)).toEqual([token]);
  });

  it('is not found in what is longer or shorter', () => {
    expect(tokensIn(`${token}a ${token.slice(0, -1)} ACK-1`)).toEqual([]);
  });
});

describe('the address of replies', () => {
  it.each([
    ['tocsin+{token}@school.test', `tocsin+${token}@school.test`],
    ['tocsin@school.test', 'tocsin@school.test'],
  ])('%s', (configured, filled) => {
    expect(isReplyAddress(configured)).toBe(true);
    expect(replyAddressFor(configured, token)).toBe(filled);
  });

  it.each([
    ['tocsin+{token}@school.test', 'TOCSIN@school.test', true],
    ['tocsin+{token}@school.test', 'tocsin+ack-abc@school.test', true],
    ['tocsin+{token}@school.test', 'tocsins@school.test', false],
    ['tocsin+{token}@school.test', 'tocsin+x@elsewhere.test', false],
    ['tocsin@school.test', 'tocsin@school.test', true],
    ['tocsin@school.test', 'tocsin+x@school.test', false],
  ])('%s is that of %s: %s', (configured, address, is) => {
    expect(isReplyTo(configured, address)).toBe(is);
  });

  it.each(['tocsin', 'a b@school.test', `${'x'.repeat(40)}+{token}@school.test`, '{token}'])(
    'cannot be %s',
    (configured) => {
      expect(isReplyAddress(configured)).toBe(false);
    },
  );
});
