import type { Choice } from '../../../src/platform/prompt.js';

/** Rows of a numbered list; 9 and 0 are kept for more and back. */
export const ROWS = 8;

/** The choice that shows another page of a question's own list. */
export const pageChoice = (page: number, label: string): Choice => ({ id: `page:${page}`, label });

/** The page a choice asks for, undefined for every other choice. */
export function pageOf(id: string): number | undefined {
  const [, page] = /^page:(\d{1,3})$/.exec(id) ?? [];
  return page === undefined ? undefined : Number(page);
}

export const isPageChoice = (id: string): boolean => pageOf(id) !== undefined;

/** Finds the choice for a page among those the engine added; an arrow where a prompt came without. */
export const turnTo =
  (choices: readonly Choice[], from: number) =>
  (to: number): Choice =>
    choices.find(({ id }) => pageOf(id) === to) ?? pageChoice(to, to > from ? '»' : '«');

type AnyRow = { id: string; zero?: true };

const leadsBack = ({ id, zero }: AnyRow): boolean => id === 'back' || zero === true;

const turns = (row: AnyRow): boolean => row.id === 'next' || leadsBack(row) || isPageChoice(row.id);

/** One page of a list: up to 8 rows, and what the digits 9 and 0 stand for. */
export type Page<Row> = { rows: Row[]; more?: Row; back?: Row; pages: number };

/**
 * Cuts a question's choices into pages. On a page with more behind it, 9 is that; on the last one it is the step's own
 * `next`. 0 is the page before, and on the first one the step's own way back.
 */
export function cutPage<Row extends AnyRow>(
  choices: readonly Row[],
  page: number,
  turnTo: (page: number) => Row,
): Page<Row> {
  const own = choices.filter((row) => !turns(row));
  const pages = Math.max(1, Math.ceil(own.length / ROWS));
  const at = Math.min(Math.max(0, page), pages - 1);
  const more = at + 1 < pages ? turnTo(at + 1) : choices.find(({ id }) => id === 'next');
  const back = at > 0 ? turnTo(at - 1) : choices.find(leadsBack);
  return { rows: own.slice(at * ROWS, (at + 1) * ROWS), pages, ...(more && { more }), ...(back && { back }) };
}
