import { request as httpRequest, STATUS_CODES } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Update } from 'grammy/types';
import type { WebhookSetting } from './webhook.js';

const PATIENCE_MS = 60_000;

/** Posts one update as Telegram does, on a connection of its own. Gives undefined after a 2xx, else what went wrong. */
export function postUpdate(to: WebhookSetting, update: Update, signal: AbortSignal): Promise<string | undefined> {
  const body = JSON.stringify(update);
  const request = to.url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const posting = request(
      to.url,
      {
        method: 'POST',
        agent: false,
        signal,
        timeout: PATIENCE_MS,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...(to.secretToken && { 'X-Telegram-Bot-Api-Secret-Token': to.secretToken }),
        },
      },
      (answer) => {
        answer.resume();
        const status = answer.statusCode ?? 0;
        const failure = `Wrong response from the webhook: ${status} ${STATUS_CODES[status] ?? ''}`;
        const settle = () => resolve(status >= 200 && status < 300 ? undefined : failure);
        answer.on('end', settle);
        answer.on('error', settle);
      },
    );
    posting.on('timeout', () => posting.destroy(new Error('Read timeout expired')));
    posting.on('error', (error) => resolve(error.message || 'Connection failed'));
    posting.end(body);
  });
}
