import { z } from 'zod';
import { hashOf } from '../../src/platform/once.js';
import type { AnyFlow, Step } from './flow.js';

/** One open flow and where it is. */
export type Frame = { flow: string; turn: { at: string } };

const Saved = z.object({ frames: z.array(z.object({ flow: z.string(), turn: z.unknown() })).max(16) });

/** Open flows, the one that is asking last; plain JSON. */
export type Stack = { frames: Frame[] };

/**
 * Reads a saved turn. A frame that its flow no longer understands begins again at its start, one of a flow that is gone
 * is dropped; `restarted` says that something of that kind happened.
 */
export function readStack<Deps>(
  saved: unknown,
  flows: ReadonlyMap<string, AnyFlow<Deps>>,
): Stack & { restarted: boolean } {
  if (saved === undefined || saved === null) return { frames: [], restarted: false };
  const read = Saved.safeParse(saved);
  if (!read.success) return { frames: [], restarted: true };
  let restarted = false;
  const frames: Frame[] = [];
  for (const { flow: id, turn } of read.data.frames) {
    const flow = flows.get(id);
    const parsed = flow?.schema.safeParse(turn);
    const fits = parsed?.success === true && flow?.steps[parsed.data.at] !== undefined;
    restarted ||= !fits;
    if (flow) frames.push({ flow: id, turn: fits ? parsed.data : flow.start });
  }
  return { frames, restarted };
}

/** The step a frame stands at. */
export function stepOf<Deps>(
  frame: Frame,
  flows: ReadonlyMap<string, AnyFlow<Deps>>,
): Step<{ at: string }, { at: string }, Deps> {
  const step = flows.get(frame.flow)?.steps[frame.turn.at];
  if (!step) throw new Error(`there is no step ${frame.turn.at} in the flow ${frame.flow}`);
  return step;
}

/**
 * A frame as it is saved.
 * @throws Error when the flow leads to a turn that its own schema refuses
 */
export function frameOf<Deps>(flow: AnyFlow<Deps>, turn: unknown): Frame {
  return { flow: flow.id, turn: flow.schema.parse(turn) };
}

/** Short and the same for the same question with the same draft, so that a repeated question keeps its buttons. */
export const markOf = (frame: Frame | undefined): string => hashOf(frame ?? null).slice(0, 6);
