import { z } from 'zod';
import type { Reply } from '../engine.js';
import { isPageChoice } from './pages.js';

/** What the person last saw to choose from, kept in the chat as plain JSON. */
const Shown = z.object({
  ids: z.array(z.string()),
  /** What is read for each id; where text is asked a choice is typed by its label. */
  labels: z.array(z.string()),
  /** The choice that has the digit 0, where it is not `back`. */
  zero: z.string().optional(),
  ask: z.string().optional(),
  /** Of the question that plain words like `yes` belong to. */
  mark: z.string(),
  /** Of a list that is longer than a page of a numbered channel; the first is 0. */
  page: z.number().int().min(0),
});
export type Shown = z.infer<typeof Shown>;

/** What was shown, as it was saved; null when that cannot be read any more. */
export const readShown = (saved: unknown): Shown | null => Shown.safeParse(saved).data ?? null;

/** What the person has before them after `replies`: what numbers and typed labels are read against. */
export function shownAfter(replies: readonly Reply[], mark: string): Shown | null {
  const last = replies.at(-1);
  if (!last) return null;
  const choices = (last.prompt.choices ?? []).filter(({ id }) => !isPageChoice(id));
  const zero = choices.find((choice) => choice.zero)?.id;
  return {
    ids: choices.map(({ id }) => id),
    labels: choices.map(({ label }) => label),
    ...(zero !== undefined && { zero }),
    ...(last.prompt.ask && { ask: last.prompt.ask }),
    mark,
    page: last.page ?? 0,
  };
}
