import { Refusal } from '../../../src/platform/refusal.js';
import type { Shown } from '../asking/shown.js';
import type { Answer, AnyFlow, Base, Say, Step } from '../flow.js';
import type { Situation } from '../reading/meaning.js';
import type { Frame } from '../stack.js';

/** All there is to know while one message is answered. Nothing in it changes. */
export type Turning<Deps extends Base> = {
  flows: readonly AnyFlow<Deps>[];
  byId: ReadonlyMap<string, AnyFlow<Deps>>;
  /** Open flows, the one that is asking last. */
  frames: readonly Frame[];
  /** The step of the last frame. */
  step: Step<{ at: string }, { at: string }, Deps> | undefined;
  situation: Situation;
  shown: Shown | null;
  answer: Answer;
  deps: Deps;
};

/**
 * What a message led to. `ask`: whether the last frame's question follows (`if-open`: unless that step only rests);
 * `page`: which page of its list.
 */
export type Outcome = { frames: readonly Frame[]; say: Say[]; ask: 'always' | 'if-open' | 'never'; page?: number };

/** The sentence of a Refusal in the person's language; everything else that was thrown goes on. */
export function told(error: unknown, { t }: Base): Say {
  if (!(error instanceof Refusal)) throw error;
  return { text: t(`refusals.${error.code}`, error.params) };
}

/** The same place as before, with something said; the question comes again. */
export const stay = <Deps extends Base>(turning: Turning<Deps>, ...say: Say[]): Outcome => ({
  frames: turning.frames,
  say,
  ask: 'if-open',
});
