import { z } from 'zod';
import { type Entry, type Flow, pass } from '../conversation/flow.js';

const Turn = z.object({ at: z.literal('done') });
type Turn = z.infer<typeof Turn>;

/** A flow that asks nothing: all it does is done where it is entered. */
export const entriesOnly = <Deps>(id: string, entries: Entry<Turn, Deps>[]): Flow<Turn, Deps> => ({
  id,
  schema: Turn,
  start: { at: 'done' },
  steps: { done: { rest: true, ask: () => ({ text: '' }), accept: () => pass() } },
  entries,
});
