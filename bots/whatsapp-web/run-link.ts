import { setTimeout as sleep } from 'node:timers/promises';
import type { proto, WASocket } from '@whiskeysockets/baileys';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import type { Db } from '../../src/platform/mongo.js';
import { growingPauseMs } from '../conversation/worker/pause.js';
import { phoneOf } from './addresses.js';
import { type AuthState, forgetLink, openAuthState } from './auth-state.js';
import { quietLogger } from './baileys-logger.js';
import { connect, type Hears } from './connect.js';
import { defineLink, type Link } from './model.js';
import { BEGIN, detailOf, isStopped, type LinkEvent, type LinkState, next } from './rules.js';

export type RunLinkDeps = {
  db: Db;
  clock: Clock;
  logger: Logger;
  /** The phone that is linked by a code, E.164. */
  pair: string | undefined;
  socketUrl: string | undefined;
  keepAliveMs: number;
  hears: Pick<Hears, 'messages' | 'updates' | 'acknowledged'>;
  getMessage(id: string): proto.IMessage | undefined;
  /** Shows the operator what a phone scans, or what is typed on it. */
  show(what: { qr: string } | { code: string } | { linked: string }): void;
  /** Told when messages can be sent, and when not any more. */
  opened(socket: WASocket): void;
  ended(): void;
};

const ASKED_EVERY_MS = 2000;

/** Keeps the link alive while this process owns it, and tells how it is. */
export function createRunLink(deps: RunLinkDeps) {
  const { db, clock, logger, pair, socketUrl, keepAliveMs, hears, getMessage, show } = deps;
  const links = defineLink(db);
  const baileys = quietLogger(logger);
  let state: LinkState = BEGIN;
  let number: string | undefined;
  let telling: Promise<unknown> = Promise.resolve();

  function move(event: LinkEvent, more: Partial<Link> = {}, epoch?: number): void {
    const before = state;
    state = next(state, event);
    if (before.at !== state.at && isStopped(state)) logger.error(`WhatsApp: ${detailOf(state)}`);
    if (event.kind === 'closed' && !isStopped(state)) {
      logger.warn({ status: event.code }, `the connection to WhatsApp ended; now it is ${state.at}`);
    }
    const shown = state.at === 'waiting' ? {} : { qr: null, code: null };
    const filter = { _id: 'link' as const, ...(epoch !== undefined && { epoch }) };
    telling = telling
      .then(() => links.updateOne(filter, { $set: { at: state.at, ...shown, ...more } }))
      .catch((error: unknown) => logger.debug({ err: error }, 'how the link is could not be told'));
  }

  async function opened(auth: AuthState, socket: WASocket): Promise<void> {
    number = phoneOf(auth.creds.me?.id ?? '')?.slice(1);
    const link = await links.findById('link').lean<Link>();
    const isNew = link?.number !== number;
    const since = isNew ? { ...(number && { number }), linkedAt: clock.now() } : {};
    move({ kind: 'opened', nowMs: performance.now() }, since, auth.epoch);
    deps.opened(socket);
    logger.info(isNew ? 'WhatsApp is linked' : 'WhatsApp is connected');
    if (isNew && number) show({ linked: number });
  }

  /** One connection, from its beginning to its end. */
  async function once(leased: AbortSignal): Promise<void> {
    const ends = new AbortController();
    const signal = AbortSignal.any([leased, ends.signal]);
    let code = 0;
    try {
      const auth = await openAuthState({ db, clock, logger: baileys, signal });
      let askedForCode = false;
      code = await connect({
        ...{ auth, socketUrl, keepAliveMs, getMessage, logger: baileys, signal: leased },
        hears: {
          ...hears,
          opened: (socket) =>
            void opened(auth, socket).catch((error: unknown) => {
              logger.warn({ err: error }, 'the link could not be told of');
              ends.abort();
              Promise.resolve(socket.end(undefined)).catch(() => undefined);
            }),
          qr(qr, socket) {
            move({ kind: 'asked' }, { qr }, auth.epoch);
            if (!pair) return show({ qr });
            if (askedForCode) return;
            askedForCode = true;
            socket.requestPairingCode(pair.replace(/\D/g, '')).then(
              (typed) => {
                move({ kind: 'asked' }, { code: typed }, auth.epoch);
                show({ code: typed });
              },
              () => {
                askedForCode = false;
              },
            );
          },
        },
      });
      deps.ended();
      // the credentials of a phone that has just been linked are needed for what comes next
      await Promise.race([auth.settled(), aborted(leased)]);
    } catch (error) {
      deps.ended();
      logger.warn({ err: error }, 'the link to WhatsApp could not be begun');
    } finally {
      ends.abort();
    }
    if (!leased.aborted) move({ kind: 'closed', code, nowMs: performance.now() });
  }

  /** Waits until the operator asks to link again. */
  async function askedAgain(signal: AbortSignal): Promise<void> {
    const asked = async () => (await links.findById('link').lean<Link>())?.asked ?? 0;
    const before = await asked();
    while (!signal.aborted && (await asked()) === before) {
      await sleep(ASKED_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  return {
    state: (): LinkState => state,
    /** Of the phone that is linked, digits; undefined until it is known. */
    number: (): string | undefined => number,

    /** Runs until `signal` is aborted. Begins anew whatever was before: a start is the operator's wish, too. */
    async run(signal: AbortSignal): Promise<void> {
      state = BEGIN;
      const before = await links.findById('link').lean<Link>();
      if (before?.at === 'loggedOut') await forgetLink(db);
      while (!signal.aborted) {
        if (state.at === 'pausing') {
          await sleep(growingPauseMs(state.tries - 1), undefined, { signal }).catch(() => undefined);
          move({ kind: 'rested' });
        } else if (isStopped(state)) {
          const isGone = state.at === 'loggedOut';
          await untilAsked(signal);
          if (signal.aborted) return;
          if (isGone) await forgetLink(db);
          move({ kind: 'again' });
        } else {
          await once(signal);
        }
      }
    },

    /** Resolves once how it is has been written. */
    told: (): Promise<unknown> => telling,
  };

  async function untilAsked(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        return await askedAgain(signal);
      } catch (error) {
        logger.debug({ err: error }, 'whether to link again could not be asked');
        await sleep(ASKED_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
