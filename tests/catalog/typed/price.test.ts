import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrice } from '../../../src/catalog/typed/price.js';
import { currencyDigits, formatMoney, MAX_MONEY } from '../../../src/platform/money.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { anyText } from './any-text.js';

const rupees = (text: string) => parsePrice(text, 'INR', 'en-IN');

/** The code of the Refusal that `act` ends in. */
function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a price in rupees', () => {
  it.each([
    ['149', 14900],
    [' 149 ', 14900],
    ['149.5', 14950],
    ['149,50', 14950],
    ['149.', 14900],
    ['1,499', 149900],
    ['1.499', 149900],
    ['1 499', 149900],
    ["1'499", 149900],
    ['1,49,900', 14990000],
    ['1,49,900.50', 14990050],
    ['1.499,00', 149900],
    ['1,499.00', 149900],
    ['1.234.567', 123456700],
    ['₹149', 14900],
    ['₹ 1,499', 149900],
    ['Rs149', 14900],
    ['Rs. 149/-', 14900],
    ['rs.149', 14900],
    ['149 rupees', 14900],
    ['INR 149', 14900],
    ['149/-', 14900],
    ['149 रुपये', 14900],
    ['१४९', 14900],
    ['₹१,४९,९००', 14990000],
    ['١٤٩', 14900],
    ['١٬٤٩٩٫٥٠', 149950],
    ['۱۴۹', 14900],
    ['১৪৯', 14900],
    ['௧௪௯', 14900],
    ['１４９', 14900],
    ['𝟏𝟒𝟗', 14900],
    ['1,000,000,000', MAX_MONEY],
  ])('reads %j', (text, amount) => expect(rupees(text)).toBe(amount));

  it.each([
    ['', 'price_not_found'],
    ['cheap', 'price_not_found'],
    ['149 or so', 'price_not_found'],
    ['1,4,9', 'price_not_found'],
    ['12,34,56', 'price_not_found'],
    ['1e5', 'price_not_found'],
    ['0x95', 'price_not_found'],
    ['Infinity', 'price_not_found'],
    ['{"$gt":0}', 'price_not_found'],
    ['0', 'price_not_positive'],
    ['0.00', 'price_not_positive'],
    ['०', 'price_not_positive'],
    ['-149', 'price_not_positive'],
    ['₹ -149', 'price_not_positive'],
    ['-₹149', 'price_not_positive'],
    ['−149', 'price_not_positive'],
    ['149.555', undefined],
    ['149.5555', 'price_decimals'],
    ['1,499.005', 'price_decimals'],
    ['0.125', 'price_decimals'],
    ['1000000000.01', 'price_too_large'],
    ['9'.repeat(400), 'price_too_large'],
  ])('of %j says %s', (text, code) => {
    if (code) expect(refusalOf(() => rupees(text)).code).toBe(code);
    else expect(rupees(text)).toBe(14955500);
  });

  it('repeats only the beginning of a long text', () => {
    expect(refusalOf(() => rupees('no price '.repeat(1000))).params.text).toHaveLength(41);
  });
});

describe('prices of other currencies', () => {
  it.each([
    ['R$ 1.499,90', 'BRL', 'pt-BR', 149990],
    ['AED 149', 'AED', 'en-AE', 14900],
    ['149 dhs', 'AED', 'en-AE', 14900],
    ['د.إ ١٤٩', 'AED', 'ar-AE', 14900],
    ['Rp15.000', 'IDR', 'id-ID', 15000 * 10 ** currencyDigits('IDR')],
    ['KSh 1,200', 'KES', 'en-KE', 120000],
    ['$12.50', 'USD', 'en-US', 1250],
    ['1 499 kr', 'SEK', 'sv-SE', 149900],
    ["CHF 1'499.–", 'CHF', 'de-CH', undefined],
    ['1,499', 'JPY', 'ja-JP', 1499],
    ['¥1,499', 'JPY', 'ja-JP', 1499],
    ['1.5', 'KWD', 'en-KW', 1500],
    ['1234.567', 'KWD', 'en-KW', 1234567],
    ['0.750', 'KWD', 'en-KW', 750],
    ['1,499.250', 'KWD', 'en-KW', 1499250],
    ['1.499.000', 'KWD', 'en-KW', 1499000000],
  ])('reads %j as %s', (text, currency, locale, amount) => {
    if (amount) expect(parsePrice(text, currency, locale)).toBe(amount);
    else expect(() => parsePrice(text, currency, locale)).toThrow(Refusal);
  });

  it('refuses decimals that the yen has not', () => {
    expect(refusalOf(() => parsePrice('149.50', 'JPY', 'ja-JP')).code).toBe('price_decimals');
  });

  it('asks which is meant where the point may group or not', () => {
    const { code, params } = refusalOf(() => parsePrice('1.499', 'KWD', 'en-KW'));
    expect(code).toBe('price_two_ways');
    expect([params.one, params.two].map((text) => String(text).replaceAll(/[^\d.,]/g, ''))).toEqual(['1,499', '1.499']);
  });
});

const LOCALES = [
  'en-IN',
  'hi-IN',
  'bn-BD',
  'ta-IN',
  'mr-IN',
  'ne-NP',
  'fa-IR',
  'ar-EG',
  'ar-AE',
  'ur-PK',
  'de-DE',
  'de-CH',
  'fr-FR',
  'pt-BR',
  'es-MX',
  'id-ID',
  'sv-SE',
  'pl-PL',
  'ja-JP',
  'en-ZA',
  'sw-KE',
  'my-MM',
];
const CURRENCIES = [
  'INR',
  'NPR',
  'PKR',
  'BDT',
  'AED',
  'EGP',
  'EUR',
  'USD',
  'BRL',
  'MXN',
  'IDR',
  'SEK',
  'PLN',
  'JPY',
  'KRW',
  'KWD',
  'BHD',
  'CHF',
  'ZAR',
  'KES',
];

describe('whatever is typed', () => {
  it('reads back every amount that it shows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MAX_MONEY }),
        fc.constantFrom(...LOCALES),
        fc.constantFrom(...CURRENCIES),
        (amount, locale, currency) => {
          const shown = formatMoney(amount, currency, locale);
          try {
            expect(parsePrice(shown, currency, locale)).toBe(amount);
          } catch (error) {
            // the one case that has to ask
            if (!(error instanceof Refusal && error.code === 'price_two_ways')) throw error;
            expect(currencyDigits(currency)).toBe(3);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives a whole amount of the shop or a Refusal, never another fault', () => {
    const numberish = fc.string({ unit: fc.constantFrom(..."0123456789.,' -₹٣৪x²½∞") });
    fc.assert(
      fc.property(fc.oneof(anyText, numberish), fc.constantFrom(...CURRENCIES), (text, currency) => {
        try {
          const amount = parsePrice(text, currency, 'en-IN');
          expect(Number.isSafeInteger(amount) && amount > 0 && amount <= MAX_MONEY).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('takes a single separator before three digits as grouping in a currency of two decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999 }),
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom('.', ',', ' ', "'"),
        (thousands, ones, separator) =>
          rupees(`${thousands}${separator}${String(ones).padStart(3, '0')}`) === (thousands * 1000 + ones) * 100,
      ),
    );
  });

  it('is quick with 100 kB of anything', () => {
    for (const text of ['1,'.repeat(50_000), "'".repeat(100_000), 'Rs '.repeat(33_000), '1 '.repeat(50_000)]) {
      expect(() => rupees(text)).toThrow(Refusal);
    }
  });
});
