import type { T } from '../platform/texts.js';
import type { WrongLine } from './reading/read-table.js';

/** `Line 5: I found no price in "abc".` */
export const wrongText = ({ line, code, params }: WrongLine, t: T): string =>
  t('import.line', { line, reason: t(`refusals.${code}`, params) });

/** Counts in words (`12 new, 3 changed`), those that are 0 left out; empty when all are. */
export const countsText = (counts: Readonly<Record<string, number>>, t: T): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => t(`import.counts.${what}`, { count }))
    .join(t('common.comma'));
