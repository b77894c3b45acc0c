import { Refusal } from '../../../src/platform/refusal.js';
import { offer } from '../asking/can-do.js';
import type { Base, Say } from '../flow.js';
import { type Frame, stepOf } from '../stack.js';
import { type Outcome, type Turning, told } from './turning.js';

/** What is said at the end of an answer, and the question that follows it. */
export type Asked = { frames: readonly Frame[]; say: Say[]; question?: Say };

const UNAVAILABLE = 503;

/**
 * Asks the question of the last frame. Where it cannot be asked any more (the store is gone), the reason is told and
 * that flow ends; where it cannot be asked just now, it is kept.
 */
export async function askTop<Deps extends Base>(outcome: Outcome, turning: Turning<Deps>): Promise<Asked> {
  const { flows, byId, deps } = turning;
  const { frames, say } = outcome;
  const top = frames.at(-1);
  const step = top && stepOf(top, byId);
  if (!step || outcome.ask === 'never' || (outcome.ask === 'if-open' && step.rest)) {
    return { frames, say: say.length > 0 ? say : [offer(flows, deps, deps.t('common.nothingOpen'))] };
  }
  try {
    const question = await step.ask(top.turn, deps);
    // a step whose choices only follow what was said before has nothing of its own to say
    const nothing = say.length === 0 && question.text === '' && question.photo === undefined;
    return { frames, say: nothing ? [{ text: deps.t('common.goOn') }] : say, question };
  } catch (error) {
    const said = [...say, told(error, deps)];
    if (error instanceof Refusal && error.status === UNAVAILABLE) return { frames, say: said };
    return askTop({ frames: frames.slice(0, -1), say: said, ask: 'if-open' }, turning);
  }
}
