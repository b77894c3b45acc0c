/**
 * Telegram updates that Haat handles in a second on one core, each through a whole turn (kept in MongoDB, answered),
 * beside a bot that only echoes and keeps nothing, over the same Bot API on this machine. Both are measured in turns,
 * in pairs; build first (`npm run build`). Prints one line for people and the same as JSON.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startEmbedded } from '../dist/src/platform/embedded/index.js';
import { startTelegramApi } from './floors/telegram-api.mjs';

const PAIRS = 5;
const MESSAGES = 2000;
const CHATS = 50;
const TOKEN = '123456789:AAbench-token-of-a-bot-that-does-not-exist';
const root = fileURLToPath(new URL('..', import.meta.url));
/** The bot on a core of its own, where that can be said; databases and people have the others. */
const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];

const dataDir = mkdtempSync(join(tmpdir(), 'haat-bench-'));
const cacheDir = process.env.BINARY_CACHE_DIR ?? join(process.env.HOME ?? '.', '.cache', 'haat');
const log = { info() {}, warn() {}, debug() {}, error() {} };
const databases = await startEmbedded({
  ...{ dataDir, cacheDir, log, mongo: true, redis: true, path: process.env.PATH ?? '' },
  mongodBinary: process.env.MONGOMS_SYSTEM_BINARY,
  redisBinary: process.env.REDIS_SERVER_BINARY,
});
try {
  const haat = await startBot((apiRoot) => ({
    args: ['dist/src/main.js'],
    env: {
      ...{ DATA_DIR: dataDir, PORT: '0', ROLES: 'bots', LOG_LEVEL: 'warn', RATE_LIMITS: 'off' },
      ...{ MONGODB_URI: databases.mongodbUri, REDIS_URL: databases.redisUrl },
      ...{ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_API_ROOT: apiRoot },
    },
  }));
  const floor = await startBot((apiRoot) => ({ args: ['bench/floors/grammy-echo.mjs', apiRoot, TOKEN], env: {} }));
  await haat.measure();
  await floor.measure();
  const pairs = [];
  for (let pair = 0; pair < PAIRS; pair++) pairs.push({ haat: await haat.measure(), floor: await floor.measure() });
  const result = {
    perSecond: median(pairs.map((pair) => pair.haat.perSecond)),
    floorPerSecond: median(pairs.map((pair) => pair.floor.perSecond)),
    ratio: Number(median(pairs.map((pair) => pair.haat.perSecond / pair.floor.perSecond)).toFixed(2)),
    p99Ms: median(pairs.map((pair) => pair.haat.p99Ms)),
    floorP99Ms: median(pairs.map((pair) => pair.floor.p99Ms)),
    ...{ pairs: PAIRS, messages: MESSAGES, chats: CHATS, node: process.version },
  };
  writeFileSync(join(root, 'bench', 'telegram.json'), `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(
    `${result.perSecond} updates/s through a whole turn, ${result.floorPerSecond}/s echoed: ratio ${result.ratio}; ` +
      `99 % answered within ${result.p99Ms} ms (echo ${result.floorP99Ms} ms), ${CHATS} people at once\n${JSON.stringify(result)}\n`,
  );
  await haat.stop();
  await floor.stop();
} finally {
  await databases.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
}

/** A bot in a process of its own, with people who write to it. */
async function startBot(programOf) {
  const telegram = await startTelegramApi();
  const { args, env } = programOf(telegram.apiRoot);
  const [command, ...rest] = [...pinned, process.execPath, ...args];
  const child = spawn(command, rest, {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let round = 0;
  return {
    async measure() {
      const { seconds, took } = await telegram.run(MESSAGES, CHATS, 1000 + 1000 * round++);
      await sleep(200);
      const sorted = took.toSorted((a, b) => a - b);
      return { perSecond: Math.round(MESSAGES / seconds), p99Ms: Math.round(sorted[Math.floor(MESSAGES * 0.99)]) };
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      telegram.stop();
    },
  };
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
