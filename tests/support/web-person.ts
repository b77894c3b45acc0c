import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Item } from '../../bots/web-chat/item.js';

const PATIENCE_MS = 15_000;

export type Sent = { text?: string; choice?: string; contact?: { phone: string }; start?: string; messageId?: string };

let people = 0;

/**
 * Somebody with the chat page open, as a program: one session, over HTTP alone. `at` may name several processes, which
 * then take turns, as behind a proxy; not everybody begins at the first.
 */
export async function webPerson(at: string | readonly string[]) {
  const servers = typeof at === 'string' ? [at] : at;
  let turn = people++;
  let cookie = '';
  let after = '';
  const heard: Item[] = [];
  const next = (): string => servers[turn++ % servers.length] ?? '';

  async function ask(path: string, init: RequestInit = {}, server = next()): Promise<Response> {
    const answer = await fetch(server + path, {
      ...init,
      headers: { ...init.headers, ...(cookie && { cookie }) },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const [set] = answer.headers.getSetCookie();
    if (set) cookie = set.split(';')[0] ?? '';
    return answer;
  }

  /** Everything that was said since the last look. */
  async function look(): Promise<void> {
    const answer = await ask(`/chat/messages?after=${after}`).catch(() => undefined);
    if (!answer?.ok) return;
    const { items } = (await answer.json()) as { items: Item[] };
    heard.push(...items);
    after = items.at(-1)?.id ?? after;
  }

  const post = (body: Sent | FormData, server?: string): Promise<Response> =>
    ask(
      '/chat/messages',
      body instanceof FormData
        ? { method: 'POST', body }
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      server,
    );

  /** Sends as the page does: the same message again until somebody has taken it. */
  async function send(body: Sent | FormData): Promise<void> {
    const giveUp = Date.now() + PATIENCE_MS;
    const messageId = randomUUID();
    if (body instanceof FormData) body.set('messageId', messageId);
    else body = { messageId, ...body };
    for (;;) {
      const answer = await post(body).catch(() => undefined);
      if (answer?.status === 202) return;
      if (answer && answer.status < 500) throw new Error(`${answer.status} ${await answer.text()}`);
      if (Date.now() > giveUp) throw new Error(`nobody took ${JSON.stringify(body)}`);
      await pause(100);
    }
  }

  /** The first thing the bot said since the last answer that `is` true of. */
  async function hears(is: string | RegExp | ((item: Item) => boolean)): Promise<Item> {
    const fits = (item: Item): boolean => {
      if (item.from !== 'bot') return false;
      return typeof is === 'function' ? is(item) : typeof is === 'string' ? item.text.includes(is) : is.test(item.text);
    };
    const giveUp = Date.now() + PATIENCE_MS;
    for (;;) {
      const place = heard.findIndex(fits);
      const found = heard[place];
      if (found) {
        heard.splice(0, place + 1);
        return found;
      }
      if (Date.now() > giveUp) {
        const said = heard.map(({ from, text, choices }) => `${from}: ${text} [${choices?.map(({ id }) => id)}]`);
        throw new Error(`did not hear ${is}, but\n${said.join('\n')}`);
      }
      await look();
      await pause(15);
    }
  }

  await ask('/chat');
  return {
    post,
    send,
    hears,
    types: (text: string) => send({ text }),
    taps: (choice: string) => send({ choice }),
    starts: (start = '') => send({ start }),
    async sendsPhoto(photo: Uint8Array<ArrayBuffer>, text = ''): Promise<void> {
      const form = new FormData();
      if (text) form.set('text', text);
      form.set('photo', new Blob([photo], { type: 'image/jpeg' }), 'photo.jpg');
      await send(form);
    },
    /** The whole conversation, as a reload of the page shows it. */
    async conversation(): Promise<Item[]> {
      const items: Item[] = [];
      for (let from = ''; ; ) {
        const answer = await ask(`/chat/messages?limit=100&after=${from}`);
        const page = (await answer.json()) as { items: Item[]; nextCursor: string | null };
        items.push(...page.items);
        if (!page.nextCursor) return items;
        from = page.nextCursor;
      }
    },
  };
}

export type WebPerson = Awaited<ReturnType<typeof webPerson>>;
