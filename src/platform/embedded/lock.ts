import { createHash } from 'node:crypto';
import { linkSync, renameSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The longest path that a local socket can have on every system. */
const LONGEST_SOCKET_PATH_BYTES = 100;
const ANSWER_WITHIN_MS = 1_000;

/**
 * Takes a data directory for this process alone. The lock is a listening local socket: the system closes it with its
 * process, however that ends, so that a killed owner never has to be cleaned up by hand.
 * @param dir real path of the directory
 * @returns what gives it back
 * @throws when another process has it, with that process's id
 */
export async function lockDataDir(dir: string): Promise<() => Promise<void>> {
  const socket = socketOf(dir);
  let server = await listen(socket);
  if (!server) {
    await refuseIfOwned(dir, socket);
    // Its owner is gone. Two processes may see that at once, so the socket is set aside and asked again: had the other
    // one put its own there meanwhile, that one is given back.
    const aside = `${socket}.${process.pid}`;
    renameSync(socket, aside);
    try {
      await refuseIfOwned(dir, aside, () => linkSync(aside, socket));
    } finally {
      rmSync(aside, { force: true });
    }
    server = await listen(socket);
    if (!server) await refuseIfOwned(dir, socket);
    if (!server) throw new Error(`Data directory ${dir} cannot be locked.`);
  }
  const held = server;
  return () => new Promise((resolve) => held.close(() => resolve()));
}

/** @returns undefined when there is a socket of that name, live or left over */
function listen(path: string): Promise<net.Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = net.createServer((asking) => asking.on('error', () => undefined).end(String(process.pid)));
    server.once('error', (error) =>
      'code' in error && error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server.unref()));
  });
}

async function refuseIfOwned(dir: string, socket: string, before?: () => void): Promise<void> {
  const owner = await ownerOf(socket);
  if (owner === undefined) return;
  before?.();
  throw new Error(`Data directory ${dir} is in use by ${owner}. Stop it first, or set DATA_DIR to another directory.`);
}

/** @returns undefined when nobody listens; a busy or paused owner holds it all the same */
function ownerOf(socket: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asking = net.connect(socket);
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
  if (Buffer.byteLength(inside) + 8 <= LONGEST_SOCKET_PATH_BYTES) return inside;
  return join(tmpdir(), `haat-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}`);
}
