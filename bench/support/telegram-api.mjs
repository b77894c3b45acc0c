/**
 * The far side of a bot for benchmarks: as little of the Bot API as a bot needs to hear and to speak. Not strict: that
 * is what tests are for.
 */
import { createServer } from 'node:http';

const IDLE_MS = 1000;
const BOT = { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' };

/** Serves on a free port of 127.0.0.1. */
export async function startTelegramApi() {
  let updates = [];
  let waiting;
  let nextId = 1;
  let said = () => undefined;
  let confirmed = () => undefined;

  const give = () => {
    if (!waiting || updates.length === 0) return;
    const answer = waiting;
    waiting = undefined;
    answer(updates.slice(0, 100));
  };

  const methods = {
    getMe: (_params, end) => end(BOT),
    getUpdates({ offset = 0 }, end) {
      const handled = updates.filter(({ update_id }) => update_id < offset);
      updates = updates.filter(({ update_id }) => update_id >= offset);
      const idle = setTimeout(() => {
        waiting = undefined;
        end([]);
      }, IDLE_MS);
      waiting = (some) => {
        clearTimeout(idle);
        end(some);
      };
      for (const { message } of handled) confirmed(message.chat.id);
      give();
    },
    sendMessage({ chat_id }, end) {
      end({ message_id: nextId++, date: 0, chat: { id: chat_id, type: 'private' } });
      said(Number(chat_id));
    },
  };

  const server = createServer((req, res) => {
    const parts = [];
    req.on('data', (part) => parts.push(part));
    req.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const end = (result) =>
        res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ok: true, result }));
      const method = methods[req.url.slice(req.url.lastIndexOf('/') + 1)];
      if (method) method(text ? JSON.parse(text) : {}, end);
      else end(true);
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

  function write(id, text) {
    const message = {
      ...{ message_id: nextId, date: 0, chat: { id, type: 'private', first_name: 'Ravi' }, text },
      from: { id, is_bot: false, first_name: 'Ravi', language_code: 'en' },
    };
    updates.push({ update_id: nextId++, message });
    give();
  }

  return {
    apiRoot: `http://127.0.0.1:${server.address().port}`,
    write,

    /** Resolves when the bot says something to that chat. */
    hears: (chat) =>
      new Promise((heard) => {
        said = (to) => to === chat && heard();
      }),

    /** Calls back for each chat that was answered. @param by `saying`, or `confirming` of a bot that says nothing */
    onAnswer(by, listener) {
      said = by === 'saying' ? listener : () => undefined;
      confirmed = by === 'confirming' ? listener : () => undefined;
    },
    stop: () => server.closeAllConnections() ?? server.close(),
  };
}
