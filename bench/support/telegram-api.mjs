/**
 * The far side of a bot for benchmarks: as little of the Bot API as a bot needs to hear and to speak. People write at
 * once when they were answered, `chats` of them at a time. Not strict: that is what tests are for.
 */
import { createServer } from 'node:http';

const OK = JSON.stringify({ ok: true, result: true });

/** Serves on a free port of 127.0.0.1. */
export async function startTelegramApi() {
  let updates = [];
  let waiting;
  let nextId = 1;
  let onAnswer = () => undefined;

  const give = () => {
    if (!waiting || updates.length === 0) return;
    const answer = waiting;
    waiting = undefined;
    answer(JSON.stringify({ ok: true, result: updates.slice(0, 100) }));
  };

  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (part) => (body += part));
    req.on('end', () => {
      const end = (json) => res.writeHead(200, { 'content-type': 'application/json' }).end(json);
      const method = req.url.slice(req.url.lastIndexOf('/') + 1);
      const params = body ? JSON.parse(body) : {};
      if (method === 'getMe') {
        return end(
          JSON.stringify({ ok: true, result: { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' } }),
        );
      }
      if (method === 'getUpdates') {
        updates = updates.filter(({ update_id }) => update_id >= (params.offset ?? 0));
        const idle = setTimeout(() => {
          if (waiting) waiting = void end(JSON.stringify({ ok: true, result: [] }));
        }, 1000);
        waiting = (json) => {
          clearTimeout(idle);
          end(json);
        };
        return give();
      }
      if (method === 'sendMessage') {
        const id = nextId++;
        end(
          JSON.stringify({
            ok: true,
            result: { message_id: id, date: 0, chat: { id: params.chat_id, type: 'private' } },
          }),
        );
        return onAnswer(Number(params.chat_id));
      }
      return end(OK);
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));

  function says(chat, text) {
    const from = { id: chat, is_bot: false, first_name: 'Ravi', language_code: 'en' };
    const message = {
      message_id: nextId,
      date: 0,
      chat: { id: chat, type: 'private', first_name: 'Ravi' },
      from,
      text,
    };
    updates.push({ update_id: nextId++, message });
    give();
  }

  return {
    apiRoot: `http://127.0.0.1:${server.address().port}`,

    /** `messages` of `chats` people, each written when the one before was answered. @returns seconds, and ms each took */
    run(messages, chats, firstChat) {
      return new Promise((done) => {
        const began = performance.now();
        const since = new Map();
        const took = [];
        let left = messages;
        const write = (chat) => {
          if (left-- <= 0) return;
          since.set(chat, performance.now());
          says(chat, 'hello');
        };
        onAnswer = (chat) => {
          const at = since.get(chat);
          if (at === undefined) return;
          since.delete(chat);
          took.push(performance.now() - at);
          if (took.length === messages) done({ seconds: (performance.now() - began) / 1000, took });
          else write(chat);
        };
        for (let chat = 0; chat < chats; chat++) write(firstChat + chat);
      });
    },
    stop: () => server.closeAllConnections() ?? server.close(),
  };
}
