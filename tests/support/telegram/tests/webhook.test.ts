import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Update } from 'grammy/types';
import { expect, it } from 'vitest';
import { startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, refusalOf } from './a-bot.js';

/** A webhook that keeps its requests open until the test answers them. */
async function aWebhook() {
  const open: { update: Update; secret: unknown; answer(status: number): void }[] = [];
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    open.push({
      update: JSON.parse(body),
      secret: request.headers['x-telegram-bot-api-secret-token'],
      answer: (status) => response.writeHead(status).end(),
    });
    arrived();
  });
  let arrived = (): void => {};
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/webhooks/telegram`,
    /** The requests that are there, as soon as they are `count`. */
    async requests(count: number) {
      while (open.length < count) {
        await new Promise<void>((done) => {
          arrived = done;
        });
      }
      return open.splice(0);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const textsOf = (requests: { update: Update }[]) => requests.map(({ update }) => update.message?.text);

it('posts updates with the secret, one at a time for each chat', async () => {
  await using webhook = await aWebhook();
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const [asha, ravi] = [telegram.person(), telegram.person()];
  asha.start();
  asha.types('one');
  ravi.start();
  await api.setWebhook(webhook.url, { secret_token: 'a_Secret-1' });

  const requests = await webhook.requests(2);
  expect(textsOf(requests)).toEqual(['/start', '/start']);
  expect(requests.map(({ secret }) => secret)).toEqual(['a_Secret-1', 'a_Secret-1']);
  for (const { answer } of requests) answer(200);
  const [next] = await webhook.requests(1);
  expect(next?.update.message?.text).toBe('one');
  next?.answer(204);
  await telegram.waitFor(() => !telegram.unconfirmed().length);
});

it('repeats an update until it gets a 2xx', async () => {
  await using webhook = await aWebhook();
  await using telegram = await startFakeTelegram({ webhookPauseMs: 1 });
  const api = apiOf(telegram);
  await api.setWebhook(webhook.url);
  const asha = telegram.person();
  asha.start();
  for (const status of [500, 404, 302]) {
    const [request] = await webhook.requests(1);
    expect(request?.update.message?.text).toBe('/start');
    request?.answer(status);
  }
  const [last] = await webhook.requests(1);
  expect(await api.getWebhookInfo()).toMatchObject({
    url: webhook.url,
    pending_update_count: 1,
    max_connections: 40,
    last_error_message: 'Wrong response from the webhook: 302 Found',
  });
  last?.answer(200);
  await telegram.waitFor(() => !telegram.unconfirmed().length);
  telegram.repeat(last?.update.update_id ?? 0);
  const [again] = await webhook.requests(1);
  expect(again?.update).toEqual(last?.update);
});

it('has no more connections than it was told', async () => {
  await using webhook = await aWebhook();
  await using telegram = await startFakeTelegram();
  const people = [telegram.person(), telegram.person(), telegram.person()];
  for (const person of people) person.start();
  await apiOf(telegram).setWebhook(webhook.url, { max_connections: 2 });
  const requests = await webhook.requests(2);
  expect(requests).toHaveLength(2);
  requests[0]?.answer(200);
  expect(await webhook.requests(1)).toHaveLength(1);
});

it('does not let a bot poll while there is a webhook', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const open = refusalOf(api.getUpdates({ timeout: 50 }));
  await telegram.waitFor(() => telegram.calls('getUpdates').length);
  await api.setWebhook('https://haat.test/webhooks/telegram');
  expect(await open).toBe('409 Conflict: terminated by setWebhook request');
  expect(await refusalOf(api.getUpdates())).toBe(
    "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  );
  telegram.sends({ message: aRawMessage(telegram.person()) });
  await api.deleteWebhook({ drop_pending_updates: true });
  expect(await api.getUpdates()).toEqual([]);
  expect((await api.getWebhookInfo()).url).toBe('');
});

const aRawMessage = ({ user }: { user: { id: number; is_bot: boolean; first_name: string } }) => ({
  message_id: 1,
  date: 1,
  from: user,
  chat: { id: user.id, type: 'private', first_name: user.first_name } as const,
  text: 'raw',
});

it.each([
  ['http://haat.test/hook', {}, 'bad webhook: An HTTPS URL must be provided for webhook'],
  ['https://haat.test:4000/hook', {}, 'bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443'],
  ['https://haat.test/hook', { secret_token: 'not allowed' }, 'secret token contains unallowed characters'],
  ['https://haat.test/hook', { secret_token: 'x'.repeat(257) }, 'secret token is too long'],
])('refuses the webhook %s %o', async (url, options, reason) => {
  await using telegram = await startFakeTelegram();
  expect(await refusalOf(apiOf(telegram).setWebhook(url, options))).toBe(`400 Bad Request: ${reason}`);
});
