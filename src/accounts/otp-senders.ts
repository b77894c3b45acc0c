import type { Logger } from '../platform/logger.js';
import { LOOPBACK } from '../platform/safe-url.js';

/** A way to bring a code to a number. */
export type OtpSender = {
  /** For the log. */
  name: string;
  /** Whether this way took the code; false lets the next one try. */
  send(mobile: string, code: string, language: string): Promise<boolean>;
  /** Shows codes to whoever runs the program, so it is never used in production. */
  forLaptop?: true;
};

/** An SMS gateway has this long to take a code; a person is waiting. */
const WEBHOOK_DEADLINE_MS = 5000;

/**
 * Posts `{ mobile, code }` as JSON; any 2xx means that it was taken.
 * @param url https, or plain http on this machine: a code opens an account
 * @throws Error when `url` is neither
 */
export function webhookSender(url: string): OtpSender {
  const { protocol, hostname } = new URL(url);
  const onThisMachine = LOOPBACK.has(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && onThisMachine)) {
    throw new Error('OTP_WEBHOOK_URL: should begin with https:// (plain http only for a loopback address)');
  }
  return {
    name: 'webhook',
    async send(mobile, code) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ mobile, code }),
        // a code must not travel on to wherever an answer points
        redirect: 'error',
        signal: AbortSignal.timeout(WEBHOOK_DEADLINE_MS),
      });
      await answer.body?.cancel();
      return answer.ok;
    },
  };
}

/**
 * Shows the code to a developer at a laptop. It is part of the message, not a field, since the log hides fields named
 * `code`; of the number only the end is shown, enough to tell two apart.
 */
export const logSender = (log: Logger): OtpSender => ({
  name: 'log',
  forLaptop: true,
  async send(mobile, code) {
    log.warn(`The code for the number ending in ${mobile.slice(-4)} is ${code}`);
    return true;
  },
});
