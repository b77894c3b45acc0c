import { formatMoney } from '../platform/money.js';
import type { Choice, Prompt } from '../platform/prompt.js';
import type { T, Words } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import { localeOf } from '../stores/rules.js';
import type { Sum } from './sums.js';

/** A day of one store; `waiting` are all orders that wait for an answer, of whatever day. */
export type DayOfStore = Sum & { best: { name: string; pieces: number } | undefined; waiting: number };

/**
 * The day in three lines. It comes unasked, so its choices are words where there are no buttons.
 * @param isOneOfSeveral whether the seller has other stores, so that the choices have to name this one
 */
export function digestPrompt(
  store: Store,
  { orders, revenue, best, waiting }: DayOfStore,
  { t, words, language }: { t: T; words: Words; language: string },
  isOneOfSeveral: boolean,
): Prompt {
  const money = formatMoney(revenue, store.currency, localeOf({ ...store, language }));
  const text = [
    t('digest.head', { shop: store.name, count: orders, revenue: money }),
    ...(best ? [t('digest.best', { product: best.name, count: best.pieces })] : []),
    t('digest.waiting', { count: waiting }),
  ].join('\n');
  const word = (meaning: string): string => words[meaning]?.[0] ?? meaning;
  const choices: Choice[] = [
    { id: 'orders', label: t('common.do.orders'), word: word('orders') },
    { id: isOneOfSeveral ? `report:${store._id}` : 'report', label: t('common.do.report'), word: word('report') },
    {
      id: `digest:off.${store._id}`,
      label: t('digest.do.off'),
      word: [word('digest'), word('off'), ...(isOneOfSeveral ? [store.link] : [])].join(' '),
    },
  ];
  return { text, choices };
}
