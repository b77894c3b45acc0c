import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The longest path that a local socket can have on every system. */
const LONGEST_PATH_BYTES = 100;
const ANSWER_WITHIN_MS = 1_000;

/** Another process has the data directory. */
export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';
}

/**
 * Takes a data directory for this process alone. Whoever wants it listens on a local socket of its own there, and has
 * it when nobody else listens: the system closes a socket with its process, however that ends, so that nobody has to
 * clean up after a killed owner, and of two that come at once the later one always sees the earlier.
 * @param dir real path of the directory
 * @returns what gives it back
 * @throws DataDirInUse when another process has it, with that process's id
 */
export async function lockDataDir(dir: string): Promise<() => Promise<void>> {
  const { folder, prefix } = socketsOf(dir);
  for (;;) {
    const name = `${prefix}${randomBytes(4).toString('hex')}`;
    const socket = await listen(join(folder, name));
    const others = readdirSync(folder).filter((other) => other.startsWith(prefix) && other !== name);
    const owners = await Promise.all(others.map((other) => ownerOf(join(folder, other))));
    if (owners.every((owner) => owner === 'gone') && existsSync(join(folder, name))) {
      socket.take();
      return socket.close;
    }
    await socket.close();
    const owner = owners.find((one) => one !== 'gone' && one !== 'undecided');
    if (owner !== undefined) {
      throw new DataDirInUse(
        `Data directory ${dir} is in use by ${owner}. Stop it first, or set DATA_DIR to another directory.`,
      );
    }
    await sleep(Math.random() * 100); // two came at once, and both gave way
  }
}

/** Answers with this process's id once `take` was called, until then with nothing. */
async function listen(path: string): Promise<{ take(): void; close(): Promise<void> }> {
  let answer = '';
  const server = net.createServer((asking) => asking.on('error', () => undefined).end(answer));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.unref();
  return {
    take: () => {
      answer = String(process.pid);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/**
 * @returns `gone` when nobody listens there any more, and then the socket is removed; `undecided` when somebody is about
 *   to take the directory or to leave it; one that is too busy to answer has it all the same
 */
function ownerOf(path: string): Promise<string> {
  return new Promise((resolve) => {
    const asking = net.connect(path);
    const end = (owner: string) => {
      asking.destroy();
      resolve(owner);
    };
    asking.setTimeout(ANSWER_WITHIN_MS, () => end('another process'));
    asking.once('data', (pid) => end(`process ${pid}`));
    asking.once('end', () => end('undecided'));
    asking.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      if (code === 'ECONNRESET') return end('undecided'); // it ended while it was asked
      const gone = code === 'ECONNREFUSED' || code === 'ENOENT';
      if (gone) rmSync(path, { force: true });
      end(gone ? 'gone' : 'another process');
    });
  });
}

function socketsOf(dir: string): { folder: string; prefix: string } {
  const longest = Buffer.byteLength(join(dir, 'lock.01234567'));
  if (longest <= LONGEST_PATH_BYTES) return { folder: dir, prefix: 'lock.' };
  const hash = createHash('sha256').update(dir).digest('hex').slice(0, 16);
  return { folder: tmpdir(), prefix: `haat-${hash}.` };
}
