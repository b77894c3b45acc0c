import { expect } from 'vitest';
import type { Limits } from '../../bots/conversation/channel.js';
import { type Answered, createEngine, type Reply } from '../../bots/conversation/engine.js';
import type { AnyFlow, Base } from '../../bots/conversation/flow.js';
import { LIMITS } from '../../bots/conversation/limits.js';
import { type Rendered, render } from '../../bots/conversation/render.js';
import type { Incoming } from '../../src/contacts/incoming.js';

export type Talk = ReturnType<typeof createTalk>;

const plainJson = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/**
 * A chat with the engine, as the worker keeps it, on one channel and without its machinery. Every message is answered
 * twice with the same once-key, as after a crash, and both answers must be the same.
 */
export function createTalk<Deps extends Base>(options: {
  flows: readonly AnyFlow<Deps>[];
  /** The deps of one message, made again for each try. */
  deps(onceKey: string): Deps | Promise<Deps>;
  limits?: Limits;
  contactId?: string;
  now?: Date;
  /** Answers once only, where a repetition has to differ (a wrong code costs a try each time). */
  noReplay?: boolean;
}) {
  const { flows, deps, limits = LIMITS['web-chat'], contactId = 'c1' } = options;
  const engine = createEngine(flows);
  let replays = !options.noReplay;
  let at = options.now ?? new Date('2026-11-23T10:00:00Z');
  let version = 0;
  let lastAt: Date | null = null;
  let state: { turn: unknown; shown: unknown } = { turn: null, shown: null };
  let replies: Reply[] = [];

  async function send(message: Partial<Incoming>): Promise<string> {
    const incoming = { contactId, messageId: `m${version}`, at, ...message };
    const onceKey = `${contactId}.${version}`;
    const answer = async (): Promise<Answered> =>
      plainJson(await engine.answer(incoming, { ...plainJson(state), lastAt }, await deps(onceKey)));
    const first = await answer();
    if (replays) expect(await answer()).toEqual(first);
    ({ replies, ...state } = first);
    version += 1;
    lastAt = at;
    return said();
  }
  const rendered = (): Rendered[] =>
    replies.map(({ prompt, page, mark }) =>
      render(prompt, limits, { ...(page !== undefined && { page }), ...(mark !== undefined && { mark }) }),
    );
  const said = (): string =>
    rendered()
      .map(({ text }) => text)
      .join('\n---\n');
  const buttons = (): { id: string; label: string }[] => rendered().flatMap((message) => message.buttons ?? []);

  return {
    send,
    said,
    buttons,
    type: (text: string): Promise<string> => send({ text }),
    /** Presses a button that is there; its mark comes along. */
    tap(id: string): Promise<string> {
      const button = buttons().find((one) => one.id === id || one.id.startsWith(`${id}|`));
      if (!button) throw new Error(`no button ${id} under: ${said()} [${ids().join(' ')}]`);
      return send({ choice: button.id });
    },
    /** Sends a choice as it went over the wire, from wherever it was shown. */
    press: (wire: string): Promise<string> => send({ choice: wire }),
    photo: (text?: string): Promise<string> => send({ photos: [{ ref: 'photo' }], ...(text && { text }) }),
    /** The once-key of the next message, as if it had been handled before. */
    nextKey: (): string => `${contactId}.${version}`,
    /** Lets time pass before the next message. */
    wait(minutes: number): void {
      at = new Date(at.getTime() + minutes * 60_000);
    },
    ids: (): string[] => ids(),
    /** Whether each message from now on is answered twice. */
    set replays(value: boolean) {
      replays = value;
    },
    get replies(): readonly Reply[] {
      return replies;
    },
    get state(): { turn: unknown; shown: unknown } {
      return state;
    },
    set state(value: { turn: unknown; shown: unknown }) {
      state = value;
    },
  };

  /** Ids of all choices of the last answer, without marks. */
  function ids(): string[] {
    return replies.flatMap(({ prompt }) => (prompt.choices ?? []).map(({ id }) => id));
  }
}
