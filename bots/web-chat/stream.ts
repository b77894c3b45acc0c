import type { RequestHandler, Response } from 'express';
import type { Logger } from '../../src/platform/logger.js';
import { Refusal } from '../../src/platform/refusal.js';
import { type Item, itemOf } from './item.js';
import { type Said, saidId } from './model.js';
import { MessageId } from './read-routes.js';
import type { SaidTo, Whose } from './said-to.js';
import type { Sessions } from './session.js';
import type { Wakes } from './wakes.js';

const LOOK_MS = 2000;
const HEARTBEAT_MS = 15_000;
/** Whose an address is changes rarely; it is asked at every wake-up, and else at every so many looks. */
const ASK_WHOSE_EVERY = 5;
const AT_ONCE = 100;
/** More than any person has tabs in sight; the oldest gives way. */
const STREAMS_OF_ONE = 8;

export type StreamDeps = { sessions: Sessions; saidTo: SaidTo; wakes: Wakes; logger: Logger };

/**
 * `GET /chat/stream`: what `GET /chat/messages` tells, as it is said. Begins after `Last-Event-ID` (or `after`).
 * Events: `message`; `edited`, a message that took the place of the one with its id; `reset`, what was shown belongs to
 * somebody who was forgotten; `here`, every 15 s, since a browser does not show a page the comments of a stream.
 */
export function createStreams({ sessions, saidTo, wakes, logger }: StreamDeps) {
  const open = new Map<Response, string>();
  let stopping = false;

  const handler: RequestHandler = async (req, res) => {
    const { address } = sessions.need(req);
    const from = MessageId.parse(req.get('last-event-id') ?? req.query.after ?? '');
    if (stopping) throw new Refusal('stopping', 503);
    const others = [...open].filter(([, owner]) => owner === address);
    if (others.length >= STREAMS_OF_ONE) others[0]?.[0].end();
    res.set({
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    res.flushHeaders();
    res.write('retry: 2000\n\n');
    open.set(res, address);
    try {
      await follow(res, address, from);
    } finally {
      open.delete(res);
      res.end();
    }
  };

  async function follow(res: Response, address: string, from: string): Promise<void> {
    let wake = () => {};
    let news: (readonly Said[])[] = [];
    const off = wakes.on(address, (said) => {
      news.push(said);
      wake();
    });
    const heartbeat = setInterval(() => res.write(': here\n\nevent: here\ndata:\n\n'), HEARTBEAT_MS);
    // also when it is we who end it
    const ended = () => wake();
    res.once('close', ended).once('finish', ended);
    const look = createLook(res, address, from, saidTo);
    try {
      for (let round = 0; isOpen(res); round++) {
        const told = news;
        news = [];
        try {
          const isTold = told.length > 0 && told.every((said) => said.length > 0);
          if (!isTold || !(await look.show(told.flat())))
            await look.ask(told.length > 0 || round % ASK_WHOSE_EVERY === 0);
        } catch (error) {
          logger.debug({ err: error }, 'a look for what was said did not go through');
        }
        if (news.length > 0 || !isOpen(res)) continue;
        await new Promise<void>((next) => {
          const timer = setTimeout(next, LOOK_MS);
          wake = () => {
            clearTimeout(timer);
            next();
          };
        });
      }
    } finally {
      off();
      clearInterval(heartbeat);
    }
  }

  return {
    handler,
    /** Ends every stream; the pages come back by themselves, to whoever serves then. */
    stop(): void {
      stopping = true;
      for (const res of open.keys()) res.end();
    },
    count: () => open.size,
  };
}

const isOpen = (res: Response): boolean => !res.writableEnded && !res.destroyed;

/** One look of one stream: sends what is new since the last one. */
function createLook(res: Response, address: string, from: string, saidTo: SaidTo) {
  let cursor = from;
  let whose: Whose;
  /** Whose messages the page shows, empty for a goodbye to nobody; undefined while it shows none. */
  let shown: string | undefined = from === '' ? undefined : from.slice(0, from.indexOf('.'));
  const edits = new Map<string, number>();

  async function say(items: readonly Item[]): Promise<void> {
    const last = items.at(-1);
    if (!last) return;
    const events = items.map((item) => `id: ${item.id}\nevent: message\ndata: ${JSON.stringify(item)}\n\n`);
    await write(res, events.join(''));
    cursor = last.id;
  }

  /** Sends what was said just now, as far as it is what comes next. @returns whether it was; else it is to be asked for */
  async function show(said: readonly Said[]): Promise<boolean> {
    const isNext = ({ _id }: Said, index: number) => _id === nextId(said[index - 1]?._id ?? cursor);
    const other = said.findIndex((one, index) => !isNext(one, index));
    await say(said.slice(0, other < 0 ? undefined : other).map(itemOf));
    return other < 0;
  }

  async function ask(askWhose: boolean): Promise<void> {
    if (askWhose || !whose) whose = await saidTo.whose(address);
    const owner = whose?.contactId ?? '';
    if (shown !== undefined && shown !== owner) {
      await write(res, 'event: reset\ndata:\n\n');
      cursor = '';
      shown = undefined;
    }
    if (whose) shown = owner;
    for (;;) {
      const items = await saidTo.after(address, whose, cursor, AT_ONCE);
      await say(items);
      if (items.length > 0) shown = owner;
      if (items.length < AT_ONCE) break;
    }
    for (const { item, edits: count } of await saidTo.edited(whose)) {
      if (edits.get(item.id) === count || item.id > cursor) continue;
      edits.set(item.id, count);
      // without an id: the browser would begin there again
      await write(res, `event: edited\ndata: ${JSON.stringify(item)}\n\n`);
    }
  }

  return { ask, show };
}

/** Between a message and this one nothing can have been said. */
function nextId(id: string): string | undefined {
  const [contactId, seq] = id.split('.');
  return contactId && seq ? saidId(contactId, Number(seq) + 1) : undefined;
}

/** Waits for a slow line instead of piling up what it cannot take. */
async function write(res: Response, chunk: string): Promise<void> {
  if (!isOpen(res) || res.write(chunk)) return;
  await new Promise<void>((next) => {
    const done = () => {
      res.off('drain', done).off('close', done);
      next();
    };
    res.on('drain', done).on('close', done);
  });
}
