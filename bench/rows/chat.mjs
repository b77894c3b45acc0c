import { CONNECTIONS } from '../support/numbers.mjs';
import { compare, inPairs } from '../support/pairs.mjs';
import { startTelegramApi } from '../support/telegram-api.mjs';
import { takeTurns } from '../support/turns.mjs';
import { webPeople } from '../support/web-people.mjs';

const TOKEN = '123456789:AAbench-token-of-a-bot-that-does-not-exist';
const FIRST_CHAT = 1000;

/** A turn of a conversation, kept and answered, on Telegram and in the built-in chat. */
export async function chat(world) {
  const [ours, floors] = [await startTelegramApi(), await startTelegramApi()];
  const env = { ROLES: 'bots', TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: ours.apiRoot };
  const server = await world.haat(env);
  const floor = await world.floor('grammy-mongo.mjs', [floors.apiRoot, TOKEN], world.part());
  const people = await webPeople(server.url, CONNECTIONS);
  const onTelegram = (api, pid, by) => () =>
    takeTurns({
      pid,
      write: (person) => api.write(FIRST_CHAT + person, 'hello'),
      onAnswer: (listener) => api.onAnswer(by, (id) => listener(id - FIRST_CHAT)),
    });
  const measured = {
    telegram: onTelegram(ours, server.pid, 'saying'),
    'web chat': () => takeTurns({ pid: server.pid, ...people }),
  };
  const rows = [];
  for (const [where, measure] of Object.entries(measured)) {
    const pairs = await inPairs({ ours: measure, floor: onTelegram(floors, floor.pid, 'confirming') });
    const name = 'chat';
    rows.push(
      compare(pairs, {
        ...{ name, what: `chat turn, ${where}`, unit: '/s', least: 0.6, of: ({ perSecond }) => perSecond },
      }),
      compare(pairs, { name, what: 'the same, p99', unit: 'ms', of: ({ p99Ms }) => p99Ms }),
    );
  }
  people.stop();
  await server.stop();
  await floor.stop();
  for (const api of [ours, floors]) api.stop();
  return rows;
}
