import { expect, it } from '@jest/globals';
import { isLoopbackUrl } from '../../domain/loopback.ts';

it.each([
  'http://localhost:8080/x',
  'http://LOCALHOST',
  'http://localhost.',
  'http://mail.localhost/',
  'http://a.b.localhost./',
  'http://127.0.0.1:8025/',
  'http://127.1',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://0.0.0.0:80',
  'http://0/',
  'http://[::1]:8080/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:127.255.1.2]/',
  'smtp://localhost:25',
])('%s is this machine', (url) => {
  expect(isLoopbackUrl(url)).toBe(true);
});

it.each([
  'http://localhost.example.org/',
  'http://notlocalhost/',
  'http://mylocalhost.org/',
  'http://x.127.0.0.1.example.org/',
  'http://128.0.0.1/',
  'http://10.127.0.0.1.example/',
  'http://0.0.0.1/',
  'http://10.0.0.0.0.example/',
  'http://[::2]/',
  'http://[1::1]/',
  'http://[::1:1]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[::ffff:127:1]/',
  'https://tocsin.example.org/localhost',
  'smtp://1270.0.0.1',
  'smtp://127.0.0.1.example.org',
  'smtp://x0.0.0.0',
  'smtp://0.0.0.0x',
  'smtp://0a0b0c0',
  'not a url',
  '',
])('%s may be another machine', (url) => {
  expect(isLoopbackUrl(url)).toBe(false);
});
