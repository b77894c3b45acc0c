import { currencyDigits, formatMoney, type Money } from '../platform/money.js';
import type { T } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import { localeOf } from '../stores/rules.js';
import type { ChartWords } from './chart.js';
import type { Report } from './service.js';

/**
 * A report as a seller reads it in three lines: what came in, how that is against the period before and who came back,
 * and what was bought most.
 * @param language BCP 47, of the reader
 */
export function reportText(store: Store, report: Report, t: T, language: string): string {
  const { period, orders, revenue, average, lost, before, buyers, returning, best } = report;
  const { days } = period;
  const locale = localeOf({ ...store, language });
  const money = (amount: Money): string => formatMoney(amount, store.currency, locale);
  if (orders === 0) return t(`report.${lost > 0 ? 'onlyLost' : 'none'}.${days}`, { shop: store.name, count: lost });
  const difference = orders - before.orders;
  const than = difference > 0 ? 'more' : difference < 0 ? 'fewer' : 'same';
  const pieces = best.map(({ name, pieces }) => t('report.piece', { name, pieces }));
  const lines = [
    [
      t(`report.head.${days}`, { shop: store.name, count: orders, revenue: money(revenue) }),
      orders > 1 && average !== null && t('report.average', { average: money(average) }),
      lost > 0 && t('report.lost', { count: lost }),
    ],
    [
      t(`report.${than}.${days}`, { count: Math.abs(difference) }),
      returning > 0 && t('report.returning', { count: buyers, returning }),
    ],
    [t('report.best', { products: pieces.join(t('common.comma')) })],
  ];
  return lines.map((line) => line.filter(Boolean).join(' ')).join('\n');
}

/** All that a chart says, in the reader's language; the heights of its bars are revenue in minor units. */
export function chartWords(store: Store, report: Report, t: T, language: string): ChartWords {
  const { period, orders, revenue, bars } = report;
  const locale = localeOf({ ...store, language });
  const timeZone = store.timeZone;
  const label = new Intl.DateTimeFormat(
    locale,
    period.days === 1
      ? { timeZone, hour: 'numeric' }
      : period.days === 7
        ? { timeZone, weekday: 'short' }
        : { timeZone, day: 'numeric', month: 'short' },
  );
  const [first, last] = [period.marks[0], period.marks.at(-2)].map((mark) => mark ?? period.from);
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' });
  return {
    title: store.name,
    when: day.formatRange(first ?? period.from, last ?? period.from),
    total: t('report.total', { count: orders, revenue: formatMoney(revenue, store.currency, locale) }),
    bars: bars.map(({ at, revenue }) => ({ label: label.format(at), value: revenue })),
    money: { currency: store.currency, locale, unit: 10 ** currencyDigits(store.currency) },
  };
}
