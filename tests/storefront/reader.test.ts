import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney } from '../../src/platform/money.js';
import { moneyWriter } from '../../src/storefront/reader.js';

describe('an amount on a page', () => {
  it('is written as everywhere else', () => {
    const currency = fc.constantFrom('INR', 'JPY', 'KWD', 'USD');
    const locale = fc.constantFrom('en-IN', 'hi-IN', 'ar-EG', 'pt-BR', 'ja-JP');
    fc.assert(
      fc.property(currency, locale, fc.integer({ min: 1, max: 100_000_000_000 }), (money, where, amount) => {
        expect(moneyWriter(money, where)(amount)).toBe(formatMoney(amount, money, where));
      }),
    );
  });
});
