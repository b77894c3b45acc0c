import { setTimeout as sleep } from 'node:timers/promises';
import { jidDecode, type WASocket } from '@whiskeysockets/baileys';
import type { Db } from '../../src/platform/mongo.js';
import { growingPauseMs } from '../conversation/worker/pause.js';
import { afterLine } from './after-line.js';
import { openAuthState } from './auth-state.js';
import type { KeptLinks } from './kept-link.js';
import type { LinkState } from './model.js';
import { type LineDeps, openLine } from './open-line.js';

/** How often a link that stands still looks whether it is wanted again. */
const LOOK_MS = 1000;
const MOST_AT_ONCE = 3;

export type LinkDeps = Omit<LineDeps, 'auth' | 'on'> & {
  db: Db;
  kept: KeptLinks;
  on: Omit<LineDeps['on'], 'qr' | 'code'> & {
    /** Shown to the operator where Haat runs. */
    show(what: { qr: string } | { code: string }): void;
    state(state: LinkState, phone?: string): void;
    closed(): void;
  };
};

/**
 * Keeps the link open until `signal` ends it: one line after another, with growing pauses between those that failed. Where
 * the phone or WhatsApp has ended it for good it stands still until the operator wants to begin again.
 */
export async function runLink(deps: LinkDeps, signal: AbortSignal): Promise<void> {
  const { db, kept, on, logger, pair } = deps;
  const epoch = await kept.begin();
  let tries = 0;
  let agains = 0;
  const inVain = (error: unknown): void => logger.warn({ err: error }, 'the operator is not told how the link stands');
  const tell = (state: LinkState, more: Parameters<KeptLinks['is']>[2] = {}): void => {
    on.state(state, more.phone);
    kept.is(epoch, state, more).catch(inVain);
  };
  const rest = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => undefined);

  while (!signal.aborted) {
    const auth = await openAuthState(db, epoch);
    tell('connecting');
    let shown: { qr?: string; code?: string } = {};
    const end = await openLine(
      {
        ...deps,
        auth,
        on: {
          ...on,
          qr(qr) {
            shown = { ...shown, qr };
            tell('waiting', shown);
            if (pair === undefined) on.show({ qr });
          },
          code(code) {
            shown = { ...shown, code };
            tell('waiting', shown);
            on.show({ code });
          },
          open(socket: WASocket) {
            const phone = jidDecode(socket.user?.id)?.user;
            tell('open', { ...(phone && { phone }) });
            on.open(socket);
          },
        },
      },
      signal,
    );
    on.closed();
    if (signal.aborted) return;
    const next = afterLine(end);
    logger.info({ status: end.code, next: next.kind }, 'the line to WhatsApp has ended');
    // at once, but for a server that never means it
    if (next.kind === 'again' && ++agains > MOST_AT_ONCE) await rest(growingPauseMs(agains - MOST_AT_ONCE));
    if (next.kind !== 'again') agains = 0;
    if (next.kind === 'pause') {
      tries = next.fresh ? 0 : tries;
      tell('connecting');
      await rest(growingPauseMs(tries++));
    }
    if (next.kind === 'stop') {
      if (next.forget) await auth.forget();
      logger.error({ why: next.state }, 'the link to WhatsApp has ended: begin again on /admin/whatsapp');
      tell(next.state);
      while (!signal.aborted && !(await kept.read().catch(() => null))?.again) await rest(LOOK_MS);
      tries = 0;
    }
  }
}
