import { badRequest, conflict } from '../api-error.js';
import { integerOf, type Params, textOf } from '../params.js';
import type { World } from '../world.js';
import type { Method } from './method.js';

const MAX_TIMEOUT_SECONDS = 50;
const PORTS = ['', '80', '88', '443', '8443'];

/** Answers when there is something, or after `timeout` seconds (at most 50). @throws ApiError 409 */
export const getUpdates: Method = ({ world, params, gone }) => {
  if (world.webhook.isSet()) {
    throw conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  allow(world, params);
  return world.polling.poll(
    {
      offset: integerOf(params, 'offset') ?? 0,
      limit: clamp(integerOf(params, 'limit') ?? 100, 1, 100),
      timeoutSeconds: clamp(integerOf(params, 'timeout') ?? 0, 0, MAX_TIMEOUT_SECONDS),
    },
    gone,
  );
};

/** @throws ApiError 400 for an address, a secret or kinds of updates that Telegram refuses */
export const setWebhook: Method = ({ world, params }) => {
  const url = textOf(params, 'url');
  if (!url) return deleteWebhook({ world, params, files: [], gone: new AbortController().signal });
  assertAddress(url);
  const secretToken = textOf(params, 'secret_token');
  if (secretToken && secretToken.length > 256) throw badRequest('secret token is too long');
  if (secretToken && !/^[\w-]+$/.test(secretToken)) throw badRequest('secret token contains unallowed characters');
  allow(world, params);
  if (params.drop_pending_updates === true) world.updates.drop();
  world.polling.interrupt(conflict('terminated by setWebhook request'));
  world.webhook.set({
    url,
    ...(secretToken && { secretToken }),
    maxConnections: clamp(integerOf(params, 'max_connections') ?? 40, 1, 100),
  });
  return true;
};

export const deleteWebhook: Method = ({ world, params }) => {
  world.webhook.set(undefined);
  if (params.drop_pending_updates === true) world.updates.drop();
  return true;
};

export const getWebhookInfo: Method = ({ world }) => world.webhook.info();

/** Telegram takes https only; plain http is let through here on loopback, so that tests need no certificate. */
function assertAddress(address: string): void {
  if (!URL.canParse(address)) throw badRequest('bad webhook: Wrong HTTP URL');
  const { protocol, hostname, port } = new URL(address);
  if (/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname) && /^https?:$/.test(protocol)) return;
  if (protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.includes(port)) {
    throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
}

function allow({ updates }: World, { allowed_updates: kinds }: Params): void {
  if (kinds === undefined) return;
  const isText = (kind: unknown): kind is string => typeof kind === 'string';
  if (!Array.isArray(kinds) || !kinds.every(isText))
    throw badRequest("can't parse allowed updates: expected an Array of String");
  updates.allow(kinds);
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);
