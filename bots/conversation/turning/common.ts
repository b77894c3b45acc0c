import { offer, offerAll } from '../asking/can-do.js';
import type { Always } from '../commands.js';
import type { Base } from '../flow.js';
import { isOpen } from '../reading/meaning.js';
import { frameOf } from '../stack.js';
import { type Outcome, stay, type Turning } from './turning.js';

/** What `cancel`, `back` and `help` do, the same in every flow. */
export function takeAlways<Deps extends Base>(word: Always, turning: Turning<Deps>): Outcome {
  if (word === 'help') return help(turning);
  if (word === 'back') return back(turning);
  return leave(turning);
}

function help<Deps extends Base>(turning: Turning<Deps>): Outcome {
  const { flows, deps, situation } = turning;
  const open = isOpen(situation);
  return stay(turning, open ? { text: deps.t('common.helpOpen') } : offerAll(flows, deps, deps.t('common.help')));
}

function back<Deps extends Base>(turning: Turning<Deps>): Outcome {
  const { frames, step, byId } = turning;
  const top = frames.at(-1);
  const flow = top && byId.get(top.flow);
  if (!flow || !step?.back) return leave(turning);
  return { frames: [...frames.slice(0, -1), frameOf(flow, step.back(top.turn))], say: [], ask: 'always' };
}

/** Ends the flow that is asking; one it ran over goes on. */
function leave<Deps extends Base>({ flows, frames, byId, deps }: Turning<Deps>): Outcome {
  const below = frames.slice(0, -1);
  const under = below.at(-1);
  const goesOn = under !== undefined && !byId.get(under.flow)?.steps[under.turn.at]?.rest;
  const text = deps.t(frames.length > 0 ? 'common.cancelled' : 'common.nothingOpen');
  return { frames: below, say: [goesOn ? { text } : offer(flows, deps, text)], ask: 'if-open' };
}

/** Brings the present question up again, or says what can be done where there is none. */
export function again<Deps extends Base>(turning: Turning<Deps>, text?: string): Outcome {
  const { frames, flows, deps } = turning;
  if (frames.length > 0) return { frames, say: text ? [{ text }] : [], ask: 'always' };
  return { frames, say: [offer(flows, deps, text ?? deps.t('common.unknown'))], ask: 'never' };
}

/** Nothing took the message: says so, and what can be done. */
export function notUnderstood<Deps extends Base>(turning: Turning<Deps>): Outcome {
  const { situation, flows, deps } = turning;
  if (isOpen(situation)) return again(turning, deps.t('common.pickOne'));
  return { ...stay(turning, offer(flows, deps, deps.t('common.unknown'))), ask: 'never' };
}
