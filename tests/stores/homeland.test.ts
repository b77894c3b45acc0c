import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { CurrencyCode } from '../../src/platform/money.js';
import { currencyOf, timeZoneOf } from '../../src/stores/homeland.js';

const defaults = { country: 'IN', currency: 'INR', language: 'en' } as const;

describe('a seller from', () => {
  it.each([
    ['IN', 'INR', 'Asia/Kolkata'],
    ['NP', 'NPR', 'Asia/Kathmandu'],
    ['KW', 'KWD', 'Asia/Kuwait'],
    ['BR', 'BRL', 'America/Sao_Paulo'],
    ['ID', 'IDR', 'Asia/Jakarta'],
    ['JP', 'JPY', 'Asia/Tokyo'],
    ['ES', 'EUR', 'Europe/Madrid'],
    ['US', 'USD', 'America/New_York'],
  ] as const)('%s sells in %s by the clock of %s', (country, currency, timeZone) => {
    expect(currencyOf(country, defaults)).toBe(currency);
    expect(timeZoneOf(country)).toBe(timeZone);
  });

  it('a country that the table lacks sells in the default currency', () => {
    expect(currencyOf('AC', { ...defaults, currency: 'EUR' })).toBe('EUR');
  });
});

it('knows a currency and a time zone that exist for every country that has telephones', () => {
  for (const country of getCountries()) {
    expect(CurrencyCode.safeParse(currencyOf(country, defaults)).success).toBe(true);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: timeZoneOf(country) })).not.toThrow();
  }
});
