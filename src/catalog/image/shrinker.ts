import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../platform/logger.js';
import { packageRoot } from '../../platform/package-root.js';
import { Refusal, unavailable } from '../../platform/refusal.js';
import type { ImageKind } from './kind.js';

const PROGRAM = join(packageRoot, 'src', 'catalog', 'image', 'shrink.mjs');
/** The system may have killed the process for another photo's sake. */
const MOST_TRIES = 2;
/** Of a third of the usual share where all want the processor: the lowest of all would not get round to it within `seconds`. */
const NICE = 5;
/**
 * What glibc reads: one heap for all of its dozen threads, which takes less memory than one for each, and which keeps what
 * a photo left for the next one in place of giving it back page by page.
 */
const ONE_HEAP = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '33554432', MALLOC_MMAP_THRESHOLD_: '33554432' };
/** After so long without work the process is ended and gives its memory back. */
const IDLE_MS = 60_000;

/** What is to be shrunk, to which longest sides, the larger first, and what sharp is told of it. */
export type Original = {
  bytes: Buffer;
  kind: ImageKind;
  sides: readonly [large: number, small: number];
  failOn: 'error';
  limitInputPixels: number;
};

/** Its two pictures and its blur, all of them WebP; the size is that of the larger. */
export type Pictures = { width: number; height: number; large: Buffer; small: Buffer; blur: Buffer };

/**
 * Shrinks photos in a process of its own, which begins with the first. It has a low priority, so that nobody else's request
 * waits for a core that a photo is using; and a decoder that crashes or swells takes nothing with it.
 * @param seconds for one photo
 */
export function createShrinker({ seconds, logger }: { seconds: number; logger?: Pick<Logger, 'warn'> | undefined }) {
  let child: ChildProcess | undefined;
  let atWork = 0;
  let idle: NodeJS.Timeout | undefined;

  async function stop(): Promise<void> {
    clearTimeout(idle);
    if (child && isAlive(child) && child.kill('SIGKILL')) await once(child, 'exit');
  }

  async function attempt(original: Original): Promise<Pictures> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (!child || !isAlive(child)) child = start();
      const outcome = await ask(child, original, seconds);
      if (outcome === 'unreadable') throw new Refusal('photo_unreadable', 422);
      if (outcome !== 'ended') return outcome;
      logger?.warn({ code: child.exitCode, signal: child.signalCode }, 'the process that shrinks photos ended');
    }
    throw unavailable();
  }

  return {
    /** @throws Refusal `photo_unreadable` (422), also when it takes too long; `unavailable` (503) when the process fails */
    async shrink(original: Original): Promise<Pictures> {
      atWork++;
      clearTimeout(idle);
      try {
        return await attempt(original);
      } finally {
        if (--atWork === 0) idle = setTimeout(stop, IDLE_MS).unref();
      }
    },
    /** Ends the process, and waits until it has. */
    stop,
  };
}

function start(): ChildProcess {
  // nothing of our secrets for a process that reads what strangers sent
  const child = fork(PROGRAM, {
    ...{ env: ONE_HEAP, serialization: 'advanced', stdio: ['pipe', 'ignore', 'ignore', 'ipc'] },
  });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  // its threads do not exist yet, and have the same from it
  if (child.pid) setPriority(child.pid, NICE);
  child.unref();
  child.channel?.unref();
  return child;
}

const isAlive = ({ connected, killed, exitCode, signalCode }: ChildProcess): boolean =>
  connected && !killed && exitCode === null && signalCode === null;

type Answer = { id: string; pictures: Pictures | undefined };

/** @returns `ended` when the process is gone before it answers */
function ask(child: ChildProcess, original: Original, seconds: number): Promise<Pictures | 'unreadable' | 'ended'> {
  const id = randomUUID();
  return new Promise((resolve) => {
    const settle = (outcome: Pictures | 'unreadable' | 'ended'): void => {
      clearTimeout(late);
      child.off('message', hear).off('exit', end).off('error', end);
      resolve(outcome);
    };
    const hear = (answer: Answer): void => {
      if (answer.id === id) settle(answer.pictures ?? 'unreadable');
    };
    const end = (): void => settle('ended');
    const late = setTimeout(() => {
      settle('unreadable');
      child.kill('SIGKILL');
    }, seconds * 1000);
    child.on('message', hear).once('exit', end).once('error', end);
    const { bytes, ...how } = original;
    child.send({ id, length: bytes.length, ...how }, (error) => error && end());
    child.stdin?.write(bytes);
  });
}
