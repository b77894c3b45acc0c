import { createServer } from 'node:http';
import type { Update } from 'grammy/types';
import { conflict, OTHER_POLLER } from './api-error.js';
import { type Call, createCalls } from './calls.js';
import type { Found } from './changes.js';
import { createFaults, type Fault, type FaultSpec } from './faults.js';
import { createGroup, type Group } from './people/group.js';
import { createPerson, type Person, type PersonOptions } from './people/person.js';
import { serve } from './serve.js';
import type { News } from './updates.js';
import { createToken, createWorld, type Limits, type Profile } from './world.js';

const PATIENCE_MS = 15_000;

export type FakeTelegramOptions = {
  /** Default: a random one. */
  token?: string;
  /** Of the bot, without @. Default `haat_bot`. */
  username?: string;
  /** Default: none. */
  limits?: Limits;
  /** Unix milliseconds; dates of messages and ages are taken from it. Default `Date.now`. */
  now?: () => number;
  /** Before a webhook gets an update again; doubled each time, up to twenty times as much. Default 25 ms. */
  webhookPauseMs?: number;
};

/**
 * A Telegram Bot API server for tests, as strict as the original where a bot can feel it: limits, refusals in the words
 * of the original, unconfirmed updates that come again, webhooks that repeat until they get a 2xx.
 *
 * ```ts
 * await using telegram = await startFakeTelegram();
 * const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
 * const asha = telegram.person({ firstName: 'Asha', languageCode: 'hi' });
 * asha.start('s_asha-pickles');
 * const welcome = await asha.hears('Welcome');
 * asha.taps('Open a shop');
 * await asha.waitFor(() => asha.callbackAnswers().length);
 * ```
 *
 * People are in `people/`, what the bot may call in `methods/`, what it may say in `checks/`; `world.ts` is all there is
 * to know, `updates.ts`, `long-polling.ts` and `webhook.ts` carry news to the bot, `serve.ts` and `faults.ts` stand at
 * the door. A call of a test that does something shows at once; what the bot does of it is waited for with `waitFor`.
 *
 * Not modelled: inline mode, payments, other media than photos, edits of inline messages, old Markdown, automatic links
 * in texts, calls in the answer to a webhook, groups beyond people who write.
 */
export async function startFakeTelegram(options: FakeTelegramOptions = {}) {
  const { token = createToken(), username = 'haat_bot', limits = {}, now = Date.now, webhookPauseMs = 25 } = options;
  const world = createWorld({ token, username, now, limits, webhookPauseMs });
  const calls = createCalls(world.changes.tell);
  const faults = createFaults(world.changes.tell);
  const stopped = new AbortController();
  const server = createServer(serve({ world, calls, faults, stopped: stopped.signal }));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the fake of Telegram has no port');

  const described = (): string =>
    calls
      .all()
      .map(({ n, method, chatId, status, dropped }) => `${n} ${method} ${chatId ?? ''} ${dropped ? 'cut' : status}`)
      .join('\n') || '(no calls)';

  /** Cuts every connection and ends every wait; nothing of it is left. */
  async function stop(): Promise<void> {
    stopped.abort();
    world.webhook.stop();
    world.changes.stop();
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }

  return {
    token,
    username,
    /** What grammY gets as `client.apiRoot`. */
    apiRoot: `http://127.0.0.1:${address.port}`,
    person: (of?: PersonOptions): Person => createPerson(world, of),
    group: (of?: { title?: string }): Group => createGroup(world, of),

    /** Lets coming calls go wrong; faults are hit in the order in which they were made. */
    fault(spec: FaultSpec): Fault {
      if (spec.kind === 'foreignPoller') world.polling.interrupt(conflict(OTHER_POLLER));
      return faults.add(spec);
    },
    /** All calls in order of arrival, or those of one method; `file` is a download. */
    calls: (method?: string): readonly Call[] => calls.all(method),
    /** Settles as soon as `look` finds something, such as a call; the error after `withinMs` lists the calls. */
    waitFor: <T>(look: () => T, withinMs = PATIENCE_MS): Promise<Found<T>> =>
      world.changes.until(look, withinMs, described),

    /** Any update, as it goes over the wire; it gets the next id. */
    sends: (news: News): Update => world.updates.push(news),
    /** Delivers an update again that the bot has confirmed, as Telegram may. */
    repeat: (updateId: number): void => world.updates.repeat(updateId),
    /** What the bot has not confirmed yet, oldest first. */
    unconfirmed: (): readonly Update[] => world.updates.waiting(),
    /** From now on the bot is too late to answer any query that was sent. */
    expireQueries(): void {
      for (const query of world.queries.values()) query.isTooOld = true;
    },
    /** Commands, menu buttons and descriptions that the bot has set. */
    profile: (): Readonly<Profile> => world.profile,

    stop,
    /** `await using telegram = await startFakeTelegram()` stops it with the test. */
    [Symbol.asyncDispose]: stop,
  };
}

export type FakeTelegram = Awaited<ReturnType<typeof startFakeTelegram>>;
