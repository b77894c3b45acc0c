import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Env, Product } from '../support/processes.js';
import { type ServerName, serversIn, signalServer } from './embedded-servers.js';

/** One of the processes of an instance, which comes back at the same address with the same roles. */
export type Part = { name: string; env: Env; product: Product };

export type Strike = { name: string; strike(): Promise<void> };

/** How long what stands still may do so: longer than a lease is renewed, and shorter and longer than it lasts. */
const STILL_MS = [500, 4_000, 20_000] as const;

/**
 * What can happen to an instance of several processes over embedded databases, of which the first part is the owner.
 * Each strike ends when what it hit runs again; whether it is ready by then is for the next to find out.
 * @param start starts a part again
 * @param random whole numbers of `from`…`to`
 */
export function strikesOn(
  parts: readonly Part[],
  dataDir: string,
  start: (env: Env) => Promise<Product>,
  random: (from: number, to: number) => number,
): readonly Strike[] {
  const any = <T>(of: readonly T[]): T => of[random(0, of.length - 1)] as T;
  const server = (): ServerName => any(['mongod', 'redis'] as const);
  const outputs: string[] = [];

  async function again(part: Part): Promise<void> {
    outputs.push(part.product.output());
    part.product = await start(part.env);
  }

  return [
    {
      name: 'a process was killed',
      async strike() {
        const part = any(parts);
        await part.product.kill('SIGKILL');
        await again(part);
      },
    },
    {
      name: 'a process was asked to end',
      async strike() {
        const part = any(parts.slice(1));
        await part.product.kill('SIGTERM');
        await again(part);
      },
    },
    {
      name: 'a process stood still',
      async strike() {
        const { product } = any(parts);
        await product.kill('SIGSTOP');
        await pause(any(STILL_MS));
        await product.kill('SIGCONT');
      },
    },
    {
      name: 'a database was killed',
      async strike() {
        signalServer(dataDir, server(), 'SIGKILL');
      },
    },
    {
      name: 'a database stood still',
      async strike() {
        const name = server();
        signalServer(dataDir, name, 'SIGSTOP');
        await pause(any(STILL_MS.slice(0, 2)));
        signalServer(dataDir, name, 'SIGCONT');
      },
    },
    {
      name: 'Redis was emptied',
      async strike() {
        const redis = new Redis(`redis://127.0.0.1:${serversIn(dataDir).redis?.port}`, { retryStrategy: () => null });
        redis.on('error', () => undefined);
        await redis.flushall().catch(() => undefined);
        redis.disconnect();
      },
    },
    {
      name: 'everything was killed',
      async strike() {
        const gone = parts.map(({ product }) => product.kill('SIGKILL'));
        for (const name of ['mongod', 'redis'] as const) signalServer(dataDir, name, 'SIGKILL');
        await Promise.all(gone);
        for (const part of parts) await again(part);
      },
    },
  ];
}
