import { defineOrder } from '../orders/model.js';
import type { Clock } from '../platform/clock.js';
import type { KeptPictures } from '../platform/media/kept-pictures.js';
import type { Money } from '../platform/money.js';
import type { Db } from '../platform/mongo.js';
import type { T } from '../platform/texts.js';
import type { Store } from '../stores/model.js';
import { drawChart } from './chart.js';
import { type Days, type Period, periodOf } from './periods.js';
import { type Best, type PeriodSums, periodSums, type Sum, spanSum } from './sums.js';
import { chartWords } from './wording.js';

/**
 * What a period brought. Orders that were rejected or cancelled are only in `lost`; `returning` are those of the
 * `buyers` who had ordered at the store before the period. A bar begins at `at`.
 */
export type Report = Sum & {
  period: Period;
  average: Money | null;
  lost: number;
  buyers: number;
  returning: number;
  best: Best[];
  bars: (Sum & { at: Date })[];
  before: Sum;
};

export type Reports = ReturnType<typeof createReports>;

/** How a store does: counted by the database, drawn as a picture. */
export function createReports({ db, clock, kept }: { db: Db; clock: Clock; kept: KeptPictures }) {
  const orders = defineOrder(db);

  return {
    /** Up to `now`, in days of the store's time zone. */
    async of(store: Store, days: Days, now = clock.now()): Promise<Report> {
      const period = periodOf(days, now, store.timeZone);
      const [[found], [before]] = await Promise.all([
        orders.aggregate<PeriodSums>(periodSums(store._id, period, period.marks)),
        orders.aggregate<Sum>(spanSum(store._id, period.before)),
      ]);
      return { ...totalled(period, found), before: { orders: before?.orders ?? 0, revenue: before?.revenue ?? 0 } };
    },

    /**
     * The media key of a PNG with a bar for every day, or every hour of today.
     * @param t texts of the reader's language
     * @param language BCP 47, for dates and amounts
     */
    chart(store: Store, report: Report, t: T, language: string): Promise<string> {
      const words = chartWords(store, report, t, language);
      return kept('chart', [JSON.stringify(words)], () => drawChart(words));
    },
  };
}

function totalled(period: Period, found: PeriodSums | undefined): Omit<Report, 'before'> {
  const ofMark = new Map(found?.bars.map(({ _id, orders, revenue }) => [_id.getTime(), { orders, revenue }]));
  const bars = period.marks.slice(0, -1).map((at) => ({ at, ...(ofMark.get(at.getTime()) ?? NOTHING) }));
  const orders = bars.reduce((sum, bar) => sum + bar.orders, 0);
  const revenue = bars.reduce((sum, bar) => sum + bar.revenue, 0);
  return {
    ...{ period, orders, revenue, bars },
    average: orders > 0 ? Math.round(revenue / orders) : null,
    lost: found?.lost[0]?.orders ?? 0,
    buyers: found?.buyers[0]?.buyers ?? 0,
    returning: found?.buyers[0]?.returning ?? 0,
    best: found?.best.map(({ _id, ...best }) => ({ productId: _id, ...best })) ?? [],
  };
}

const NOTHING: Sum = { orders: 0, revenue: 0 };
