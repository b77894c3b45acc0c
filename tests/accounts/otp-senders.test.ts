import { afterEach, describe, expect, it, vi } from 'vitest';
import { logSender, webhookSender } from '../../src/accounts/otp-senders.js';
import { createLogger } from '../../src/platform/logger.js';
import { listen } from '../support/listen.js';

describe('an SMS gateway', () => {
  it('gets number and code as JSON', async () => {
    let request: unknown;
    await using gateway = await listen(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk as Buffer);
      request = { method: req.method, type: req.headers['content-type'], body: Buffer.concat(chunks).toString() };
      res.writeHead(204).end();
    });
    expect(await webhookSender(gateway.url).send('+919876543210', '482915', 'en')).toBe(true);
    expect(request).toEqual({
      method: 'POST',
      type: 'application/json',
      body: '{"mobile":"+919876543210","code":"482915"}',
    });
  });

  it.each([400, 429, 500])('that answers %d has not taken it', async (status) => {
    await using gateway = await listen((_, res) => res.writeHead(status).end('<html>'));
    expect(await webhookSender(gateway.url).send('+919876543210', '482915', 'en')).toBe(false);
  });

  it('cannot send the code on to somewhere else', async () => {
    const elsewhere = vi.fn();
    await using other = await listen((_, res) => {
      elsewhere();
      res.end();
    });
    await using gateway = await listen((_, res) => res.writeHead(307, { location: other.url }).end());
    await expect(webhookSender(gateway.url).send('+919876543210', '482915', 'en')).rejects.toThrow();
    expect(elsewhere).not.toHaveBeenCalled();
  });

  it('that cannot be reached is a fault for the next sender to mend', async () => {
    const gateway = await listen(() => undefined);
    await gateway[Symbol.asyncDispose]();
    await expect(webhookSender(gateway.url).send('+919876543210', '482915', 'en')).rejects.toThrow();
  });

  it.each(['http://sms.example/otp', 'ftp://localhost/otp'])('at %s would carry codes in the open', (url) => {
    expect(() => webhookSender(url)).toThrow('OTP_WEBHOOK_URL');
  });
});

describe('an SMS gateway that never answers', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is given up after 5 seconds', async () => {
    const given: number[] = [];
    vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
      given.push(ms);
      return AbortSignal.abort(new DOMException('over', 'TimeoutError'));
    });
    await using gateway = await listen(() => undefined);
    await expect(webhookSender(gateway.url).send('+919876543210', '482915', 'en')).rejects.toThrow('over');
    expect(given).toEqual([5000]);
  });
});

it('shows a developer the code, but not the number, through the log that hides secrets', async () => {
  const lines: string[] = [];
  const log = createLogger('info', { write: (line) => lines.push(line) });
  expect(await logSender(log).send('+919876543210', '482915', 'en')).toBe(true);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 40, msg: 'The code for the number ending in 3210 is 482915' }),
  ]);
});
