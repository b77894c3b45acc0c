import { createHash, randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path that a local socket can have on every system, less what `setAside` adds to it. */
const LONGEST_PATH_BYTES = 90;
const ANSWER_WITHIN_MS = 1_000;

/**
 * Takes a data directory for this process alone. The lock is a listening local socket: the system closes it with its
 * process, however that ends, so that nobody has to clean up after a killed owner.
 * @param dir real path of the directory
 * @returns what gives it back
 * @throws when another process has it, with that process's id
 */
export async function lockDataDir(dir: string): Promise<() => Promise<void>> {
  const path = socketOf(dir);
  for (let tries = 0; tries < 10; tries++) {
    const server = await listen(path);
    if (server) return () => new Promise((resolve) => server.close(() => resolve()));
    const owner = await ownerOf(path);
    if (owner !== undefined) {
      throw new Error(
        `Data directory ${dir} is in use by ${owner}. Stop it first, or set DATA_DIR to another directory.`,
      );
    }
    await setAside(path);
  }
  throw new Error(`Data directory ${dir} could not be locked with ${path}.`);
}

/** @returns undefined when there is a socket of that name, alive or left over */
function listen(path: string): Promise<net.Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((asking) => asking.on('error', () => undefined).end(String(process.pid)));
    server.once('error', (error) => {
      if ('code' in error && error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server.unref()));
  });
}

/**
 * Removes the socket of an owner that is gone. Two processes may find it at once, and the slower one would remove the
 * new socket of the faster: so it is moved, asked again, and put back when it answers.
 */
async function setAside(path: string): Promise<void> {
  const aside = `${path}.${randomBytes(3).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody else has just removed it
  }
  if ((await ownerOf(aside)) !== undefined) linkSync(aside, path);
  rmSync(aside, { force: true });
}

/** @returns undefined when nobody listens; an owner that is too busy to answer holds the directory all the same */
function ownerOf(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asking = net.connect(path);
    const end = (owner: string | undefined) => {
      asking.destroy();
      resolve(owner);
    };
    asking.setTimeout(ANSWER_WITHIN_MS, () => end('another process'));
    asking.once('error', () => end(undefined));
    asking.once('data', (pid) => end(`process ${pid}`));
  });
}

function socketOf(dir: string): string {
  const inside = join(dir, 'lock');
  if (Buffer.byteLength(inside) <= LONGEST_PATH_BYTES) return inside;
  return join(tmpdir(), `haat-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`);
}
