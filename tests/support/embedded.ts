import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { expect, onTestFinished } from 'vitest';
import { type Embedded, startEmbedded } from '../../src/platform/embedded/index.js';
import { embeddedOptions } from './embedded-options.js';

export type Running = Required<Omit<Embedded, 'from'>>;

/** Starts both servers in this process; they are stopped when the test is over, if they were not before. */
export async function startHere(dataDir: string): Promise<Running> {
  const { mongodbUri, redisUrl, stop } = await startEmbedded(embeddedOptions(dataDir));
  onTestFinished(stop);
  if (mongodbUri === undefined || redisUrl === undefined) throw new Error('Both servers were asked for.');
  return { mongodbUri, redisUrl, stop };
}

/**
 * Starts both servers in a process of its own, the leader of a process group as in a terminal, which stops them on
 * SIGTERM. It runs the built product: `npm run build` first.
 */
export async function startElsewhere(dataDir: string): Promise<Omit<Running, 'stop'> & { owner: ChildProcess }> {
  const script = fileURLToPath(new URL('embedded-owner.mjs', import.meta.url));
  const { log: _, ...options } = embeddedOptions(dataDir);
  const owner = spawn(process.execPath, [script, JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void owner.kill('SIGKILL'));
  const [line] = await Promise.race([
    once(owner.stdout, 'data'),
    once(owner, 'exit').then(([code]) => Promise.reject(new Error(`The owner ended with code ${code}.`))),
  ]);
  return { ...JSON.parse(String(line)), owner };
}

/** The processes whose command line has `text`, as the system lists them. */
export function processesWith(text: string): { pid: number; parent: number; command: string }[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  return listed.flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command.includes(text) ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}

export const portOf = (uri: string): string => new URL(uri).port;

export type Addresses = Pick<Running, 'mongodbUri' | 'redisUrl'>;

/** Connections as the product has them: they wait for a server that is away for a moment. */
export async function connect({ mongodbUri, redisUrl }: Addresses) {
  const db = await mongoose.createConnection(mongodbUri).asPromise();
  const redis = new Redis(redisUrl);
  redis.on('error', () => undefined);
  const close = async () => {
    redis.disconnect();
    await db.close();
  };
  onTestFinished(close);
  return { notes: db.collection<{ _id: string }>('notes'), redis, close };
}

export async function write(addresses: Addresses, text: string): Promise<void> {
  const { notes, redis, close } = await connect(addresses);
  await notes.insertOne({ _id: text });
  await redis.set(text, 'kept');
  await close();
}

export async function expectKept(addresses: Addresses, text: string): Promise<void> {
  const { notes, redis } = await connect(addresses);
  expect(await notes.findOne({ _id: text })).toEqual({ _id: text });
  expect(await redis.get(text)).toBe('kept');
}

/** Redis shows its address as its title, mongod its arguments. */
export const serversOf = ({ mongodbUri, redisUrl }: Addresses) =>
  [`--port ${portOf(mongodbUri)}`, `127.0.0.1:${portOf(redisUrl)}`].flatMap(processesWith);
