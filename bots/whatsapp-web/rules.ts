/**
 * How the link to WhatsApp is. `since` is when it came to be open; `tries` counts connections that came to nothing,
 * `restarts` those that WhatsApp itself asked to begin anew.
 */
export type LinkState =
  | { at: 'connecting'; tries: number; restarts: number }
  /** Nobody has linked a phone yet: a QR or a code is shown. */
  | { at: 'waiting'; tries: number; restarts: number }
  | { at: 'open'; tries: number; sinceMs: number }
  | { at: 'pausing'; tries: number; code: number }
  /** What only the operator can mend. */
  | { at: Stopped };

export type Stopped = 'loggedOut' | 'forbidden' | 'replaced';

export type LinkEvent =
  | { kind: 'asked' }
  | { kind: 'opened'; nowMs: number }
  | { kind: 'closed'; code: number; nowMs: number }
  | { kind: 'rested' }
  | { kind: 'again' };

export const BEGIN: LinkState = { at: 'connecting', tries: 0, restarts: 0 };

/** After pairing WhatsApp asks for a new connection; more often than this it is a fault like any other. */
const RESTART_REQUIRED = 515;
const MOST_RESTARTS = 3;
/** A connection that lasted so long came to something. */
const LASTED_MS = 60_000;

/** Closes that another try does not mend (`DisconnectReason` of Baileys; 402 is a ban for some time). */
const STOPS: Readonly<Record<number, Stopped>> = {
  401: 'loggedOut',
  402: 'forbidden',
  403: 'forbidden',
  440: 'replaced',
};

/** What an event makes of the link. */
export function next(state: LinkState, event: LinkEvent): LinkState {
  switch (event.kind) {
    case 'asked':
      return state.at === 'connecting' ? { ...state, at: 'waiting' } : state;
    case 'opened':
      return { at: 'open', tries: triesOf(state), sinceMs: event.nowMs };
    case 'closed':
      return closed(state, event);
    case 'rested':
      return state.at === 'pausing' ? { at: 'connecting', tries: state.tries, restarts: 0 } : state;
    case 'again':
      return isStopped(state) ? BEGIN : state;
  }
}

function closed(state: LinkState, { code, nowMs }: { code: number; nowMs: number }): LinkState {
  const stop = STOPS[code];
  if (stop) return { at: stop };
  const restarts = 'restarts' in state ? state.restarts : 0;
  const tries = state.at === 'open' && nowMs - state.sinceMs >= LASTED_MS ? 0 : triesOf(state);
  if (code === RESTART_REQUIRED && restarts < MOST_RESTARTS) {
    // one that WhatsApp asks for again and again grows into a pause
    return { at: 'connecting', tries: state.at === 'open' ? tries + 1 : tries, restarts: restarts + 1 };
  }
  return { at: 'pausing', tries: tries + 1, code };
}

const triesOf = (state: LinkState): number => ('tries' in state ? state.tries : 0);

/** Whether nothing goes on until the operator has seen to it. */
export const isStopped = (state: LinkState): state is { at: Stopped } =>
  state.at === 'loggedOut' || state.at === 'forbidden' || state.at === 'replaced';

/** How it is, in a few words for the operator; undefined when all is well. */
export function detailOf(state: LinkState): string | undefined {
  switch (state.at) {
    case 'open':
      return undefined;
    case 'connecting':
      return 'connecting';
    case 'waiting':
      return 'waiting for a phone to be linked';
    case 'pausing':
      return `the connection ended with ${state.code}, and is tried again`;
    case 'loggedOut':
      return 'logged out: link the phone again on /admin/whatsapp, or start anew';
    case 'forbidden':
      return 'WhatsApp has blocked this number';
    case 'replaced':
      return 'another program took over the link: end it, and link again on /admin/whatsapp';
  }
}
