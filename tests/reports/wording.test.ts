import { describe, expect, it } from 'vitest';
import { createTexts } from '../../src/platform/texts.js';
import { type Days, periodOf } from '../../src/reports/periods.js';
import type { Report } from '../../src/reports/service.js';
import { chartWords, reportText } from '../../src/reports/wording.js';
import type { Store } from '../../src/stores/model.js';

const t = createTexts().t('en');
const store: Store = {
  ...{ _id: 's', accountId: 'a', name: 'Asha Pickles', address: 'Jaipur', link: 'asha', formerLinks: [] },
  ...{ country: 'IN', currency: 'INR', language: 'en', timeZone: 'Asia/Kolkata', open: true, deliveryCharge: 0 },
  ...{ lowStockAt: 3, digest: true, pickup: false, catalogVersion: 1, createdAt: new Date('2026-01-01T00:00:00Z') },
};
const aReport = (days: Days, more: Partial<Report> = {}): Report => {
  const period = periodOf(days, new Date('2026-11-27T10:00:00Z'), store.timeZone);
  const bars = period.marks
    .slice(0, -1)
    .map((at, i) => ({ at, orders: i === 0 ? 1 : 0, revenue: i === 0 ? 14900 : 0 }));
  return {
    ...{ period, bars, orders: 12, revenue: 178800, average: 14900, lost: 0, buyers: 9, returning: 4 },
    best: [
      { productId: 'p', name: 'Mango pickle', pieces: 20, revenue: 1 },
      { productId: 'q', name: 'Papad', pieces: 3, revenue: 1 },
    ],
    before: { orders: 9, revenue: 100 },
    ...more,
  };
};
const read = (report: Report): string[] => reportText(store, report, t, 'en').split('\n');

describe('a report is read in three lines', () => {
  it('of sum, comparison and best sellers', () => {
    expect(read(aReport(7))).toEqual([
      'Asha Pickles, last 7 days: 12 orders, ₹1,788. An order brings ₹149 on average.',
      'That is 3 more than the week before. 4 of 9 buyers had ordered before.',
      'Most bought: Mango pickle × 20, Papad × 3',
    ]);
  });

  it.each([
    [1, 12, 'That is as many as yesterday at this time.'],
    [1, 13, 'That is 1 fewer than yesterday at this time.'],
    [7, 0, 'That is 12 more than the week before.'],
    [30, 30, 'That is 18 fewer than the 30 days before.'],
  ] as const)('of %i days after %i orders: %s', (days, orders, said) => {
    expect(read(aReport(days, { before: { orders, revenue: 0 } }))[1]).toContain(said);
  });

  it('speaks of one order as one', () => {
    const one = { orders: 1, revenue: 14900, buyers: 1, returning: 0, before: { orders: 0, revenue: 0 } };
    expect(read(aReport(1, one)).slice(0, 2)).toEqual([
      'Asha Pickles today: 1 order, ₹149.',
      'That is 1 more than yesterday at this time.',
    ]);
  });

  it('says how many orders came to nothing, and does not call a day empty on which one was cancelled', () => {
    expect(read(aReport(7, { lost: 2 }))[0]).toMatch(/on average\. 2 more were rejected or cancelled\.$/);
    const cancelled = aReport(1, { orders: 0, average: null, best: [], lost: 1 });
    expect(read(cancelled)).toEqual(['Asha Pickles today: 1 order, rejected or cancelled.']);
  });

  it.each([1, 7, 30] as const)('says kindly that %i days brought nothing', (days) => {
    const said = read(aReport(days, { orders: 0, average: null, best: [] }));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^No order came to Asha Pickles .*Share your shop/);
  });
});

describe('the words of a chart', () => {
  it.each([
    ['en', 1, '27 November 2026', '12 am'],
    ['en', 7, '21–27 November 2026', 'Sat'],
    ['en', 30, '29 October – 27 November 2026', '29 Oct'],
    ['hi', 7, '21–27 नवंबर 2026', 'शनि'],
  ] as const)(
    'in %s of %i days are in the reader’s language and the time of the shop',
    (language, days, when, first) => {
      const words = chartWords(store, aReport(days), t, language);
      expect(words.when.replace(/[\u2009\u202f]/g, ' ')).toBe(when);
      expect(words.bars[0]?.label.replace(/\u202f/g, ' ')).toBe(first);
      expect(words.bars[0]?.value).toBe(14900);
      expect(words).toMatchObject({ title: 'Asha Pickles', total: '12 orders · ₹1,788' });
    },
  );
});
