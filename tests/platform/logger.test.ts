import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/platform/logger.js';

const logged = (log: (logger: ReturnType<typeof createLogger>) => void): string => {
  let lines = '';
  const to = new Writable({
    write(chunk, _encoding, done) {
      lines += chunk;
      done();
    },
  });
  log(createLogger('info', to));
  return lines;
};

describe('the log', () => {
  it.each([
    ['a phone', { mobile: '+919876543210' }],
    ['a code', { otp: '123456' }],
    ['a code of a request', { body: { otp: '123456', code: '123456' } }],
    ['a token', { headers: { authorization: 'Bearer secret-123456' } }],
    ['a cookie', { req: { headers: { cookie: 'haat=secret-123456' } } }],
    ['an address', { order: { address: '123456 MG Road' } }],
  ])('never has %s in it', (_what, fields) => {
    expect(logged((logger) => logger.info(fields, 'something'))).not.toMatch(/123456|9876543210/);
  });

  it('has no phone and no token in a sentence or an error, either', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhc2hhIn0.c2lnbmF0dXJl';
    const lines = logged((logger) => {
      logger.info('the number +919876543210 wrote');
      logger.error({ err: new Error(`no answer for +919876543210 with ${token}`) }, 'broken');
    });
    expect(lines).not.toMatch(/9876543210|eyJzdWIi/);
    expect(lines).toContain('no answer for');
  });
});
