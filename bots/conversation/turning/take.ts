import type { Door } from '../entries.js';
import type { AnyFlow, Base, Next } from '../flow.js';
import { type Frame, frameOf } from '../stack.js';
import { again } from './common.js';
import { type Outcome, stay, type Turning, told } from './turning.js';

/** Gives the answer to the step that is asking. Undefined when there is none, or it passes. */
export async function takeStep<Deps extends Base>(turning: Turning<Deps>): Promise<Outcome | undefined> {
  const { frames, step, answer, deps, byId } = turning;
  const top = frames.at(-1);
  if (!top || !step) return undefined;
  let next: Next<{ at: string }>;
  try {
    next = await step.accept(answer, top.turn, deps);
  } catch (error) {
    return { ...stay(turning, told(error, deps)), ask: 'always' };
  }
  if ('pass' in next) return undefined;
  const below = frames.slice(0, -1);
  if ('done' in next) return { frames: below, say: next.say, ask: 'if-open' };
  const target = 'to' in next ? flowOf(top.flow, byId) : flowOf(next.flow, byId);
  const turn = 'to' in next ? next.to : (next.turn ?? target.start);
  return { frames: [...below, frameOf(target, turn)], say: next.say, ask: 'always' };
}

/** Opens the first of `doors` that does not pass; undefined when all do. */
export async function takeDoor<Deps extends Base>(
  doors: readonly Door<Deps>[],
  turning: Turning<Deps>,
): Promise<Outcome | undefined> {
  const { frames, answer, deps, byId } = turning;
  for (const { flow, entry, arg } of doors) {
    let next: Next<{ at: string }>;
    try {
      next = await entry.open(arg, answer, deps);
    } catch (error) {
      const { text } = told(error, deps);
      return again(turning, text);
    }
    if ('pass' in next) continue;
    if ('done' in next) return stay(turning, ...next.say);
    const target = 'to' in next ? flow : flowOf(next.flow, byId);
    const turn = 'to' in next ? next.to : (next.turn ?? target.start);
    return { frames: opened(target, turn, frames), say: next.say, ask: 'always' };
  }
  return undefined;
}

/** A flow that runs over others joins them, once; any other takes their place. */
function opened<Deps>(flow: AnyFlow<Deps>, turn: unknown, frames: readonly Frame[]): Frame[] {
  const below = flow.over ? frames.filter((frame) => frame.flow !== flow.id) : [];
  return [...below, frameOf(flow, turn)];
}

function flowOf<Deps>(id: string, byId: ReadonlyMap<string, AnyFlow<Deps>>): AnyFlow<Deps> {
  const flow = byId.get(id);
  if (!flow) throw new Error(`there is no flow ${id}`);
  return flow;
}
