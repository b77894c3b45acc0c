import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId, readableCode } from '../../src/platform/ids.js';
import { countryOf, parseMobile } from '../../src/platform/mobile.js';
import { currencyDigits, formatMoney } from '../../src/platform/money.js';
import { hashOf } from '../../src/platform/once.js';
import { clean, cleanText } from '../../src/platform/text.js';
import { createTexts } from '../../src/platform/texts.js';

describe('money', () => {
  it.each([
    [14900, 'INR', 'en-IN', '₹149'],
    [14950, 'INR', 'en-IN', '₹149.50'],
    [14990000, 'INR', 'en-IN', '₹1,49,900'],
    [500, 'JPY', 'ja-JP', '￥500'],
    [1500, 'KWD', 'en-KW', 'KWD 1.500'],
  ])('%i of %s is read as %s', (amount, currency, locale, text) => {
    expect(formatMoney(amount, currency, locale).replace(/\u00a0/g, ' ')).toBe(text);
  });

  it('knows how many decimals a currency has', () => {
    expect(['INR', 'JPY', 'KWD'].map(currencyDigits)).toEqual([2, 0, 3]);
  });
});

describe('a mobile number', () => {
  it.each(['98765 43210', '+91 98765-43210', '09876543210', '९८७६५४३२१०', '+९१ ९८७६५४३२१०'])(
    'is read from %s',
    (typed) => {
      expect(parseMobile(typed, 'IN')).toBe('+919876543210');
    },
  );

  it.each(['12345', 'mango', '', '+91 11 2345 6789', '9'.repeat(200)])('is not read from %j', (typed) => {
    expect(() => parseMobile(typed, 'IN')).toThrow('bad_mobile');
  });

  it('tells its country', () => {
    expect([countryOf('+971501234567', 'IN'), countryOf('+919876543210', 'US')]).toEqual(['AE', 'IN']);
  });
});

describe('what a person typed', () => {
  it('is kept without what cannot be seen, and is cleaned once for all', () => {
    expect(clean('  Asha\u0000 \u202eelkciP\u202c  \n 1 ')).toBe('Asha elkciP 1');
    expect(clean('a\r\n\r\n\r\nb ', { lines: true })).toBe('a\n\nb');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => clean(clean(text)) === clean(text)));
  });

  it('has as many characters as people count', () => {
    const name = cleanText({ min: 1, max: 3 });
    expect(name.safeParse('🥭🥭🥭').success).toBe(true);
    expect(name.safeParse('🥭🥭🥭🥭').success).toBe(false);
    expect(name.safeParse(' \u200b ').success).toBe(false);
  });
});

describe('ids', () => {
  it('are all different, and codes have nothing that is misread', () => {
    expect(new Set(Array.from({ length: 1000 }, newId)).size).toBe(1000);
    expect(readableCode(2000)).toMatch(/^[2-9A-HJKMNP-TV-Z]{2000}$/);
  });

  it('of what was asked do not depend on the order of fields', () => {
    expect(hashOf({ a: 1, b: [{ c: 2, d: 3 }] })).toBe(hashOf({ b: [{ d: 3, c: 2 }], a: 1 }));
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
  });
});

describe('texts', () => {
  const { t, words } = createTexts();

  it('arrive as they were written, whatever is in their slots', () => {
    for (const shop of ['<b>_*[', '{number}', '$t(order.news.placed)', '{{x}}', '$1']) {
      expect(t('en')('order.news.shipped', { shop, number: 'HT-1' })).toContain(`from ${shop} is`);
    }
  });

  it('fall back to the language of the program, and English words work always', () => {
    expect(t('xx')('order.do.accept')).toBe('Accept');
    expect(words('xx')).toEqual(words('en'));
  });
});
