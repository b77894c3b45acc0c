import { describe, expect, it } from 'vitest';
import { BEGIN, detailOf, isStopped, type LinkEvent, type LinkState, next } from '../../../bots/whatsapp-web/rules.js';

const closed = (code: number, nowMs = 0): LinkEvent => ({ kind: 'closed', code, nowMs });
const open: LinkState = { at: 'open', tries: 0, sinceMs: 0 };
const told = (state: LinkState, ...events: LinkEvent[]): LinkState => events.reduce(next, state);

describe('the link to WhatsApp', () => {
  it.each<[LinkState, LinkEvent, LinkState['at']]>([
    [BEGIN, { kind: 'asked' }, 'waiting'],
    [BEGIN, { kind: 'opened', nowMs: 1 }, 'open'],
    [{ at: 'waiting', tries: 0, restarts: 0 }, { kind: 'asked' }, 'waiting'],
    [{ at: 'waiting', tries: 0, restarts: 0 }, closed(515), 'connecting'],
    // nobody scanned in time
    [{ at: 'waiting', tries: 0, restarts: 0 }, closed(408), 'pausing'],
    [open, closed(401), 'loggedOut'],
    [open, closed(402), 'forbidden'],
    [open, closed(403), 'forbidden'],
    [open, closed(440), 'replaced'],
    [open, closed(515), 'connecting'],
    ...[0, 405, 408, 411, 428, 500, 503].map((code): [LinkState, LinkEvent, LinkState['at']] => [
      open,
      closed(code),
      'pausing',
    ]),
    [{ at: 'pausing', tries: 3, code: 503 }, { kind: 'rested' }, 'connecting'],
    [{ at: 'loggedOut' }, { kind: 'again' }, 'connecting'],
    [{ at: 'loggedOut' }, { kind: 'rested' }, 'loggedOut'],
    [{ at: 'replaced' }, { kind: 'again' }, 'connecting'],
    [open, { kind: 'again' }, 'open'],
    [open, { kind: 'asked' }, 'open'],
  ])('%o and %o make it %s', (state, event, at) => {
    expect(next(state, event).at).toBe(at);
  });

  it('pauses longer with each try that comes to nothing', () => {
    const rested: LinkEvent = { kind: 'rested' };
    expect(told(BEGIN, closed(503), rested, closed(503), rested, closed(503))).toMatchObject({ tries: 3 });
  });

  it('is not begun at once again and again, also where it opens each time', () => {
    const flap = [closed(515, 10), { kind: 'opened', nowMs: 20 }] as const;
    const state = told(open, ...flap, ...flap, ...flap, closed(500, 30));
    expect(state).toMatchObject({ at: 'pausing', tries: 4 });
  });

  it('is begun anew without a pause three times at most when WhatsApp asks for it', () => {
    const state = told(BEGIN, closed(515), closed(515), closed(515));
    expect(state.at).toBe('connecting');
    expect(next(state, closed(515)).at).toBe('pausing');
  });

  it('has come to something when it lasted a minute', () => {
    const late: LinkState = { at: 'open', tries: 5, sinceMs: 0 };
    expect(next(late, closed(428, 59_000))).toMatchObject({ tries: 6 });
    expect(next(late, closed(428, 60_000))).toMatchObject({ tries: 1 });
  });

  it('says in words what is wrong, and nothing when all is well', () => {
    expect(detailOf(open)).toBeUndefined();
    const states: LinkState[] = [
      ...[BEGIN, { at: 'waiting', tries: 0, restarts: 0 } as const, { at: 'pausing', tries: 1, code: 503 } as const],
      ...(['loggedOut', 'forbidden', 'replaced'] as const).map((at) => ({ at })),
    ];
    expect(new Set(states.map(detailOf)).size).toBe(states.length);
    expect(states.filter(isStopped)).toHaveLength(3);
  });
});
