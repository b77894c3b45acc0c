import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { CurrencyCode, formatMoney } from '../../src/platform/money.js';
import { currencyOf, languageOf, timeZoneOf } from '../../src/stores/homeland.js';
import { localeOf } from '../../src/stores/rules.js';

const defaults = { country: 'IN', currency: 'INR', language: 'en' } as const;

describe('a seller from', () => {
  it.each([
    ['IN', 'en'],
    ['BR', 'pt'],
    ['KW', 'ar'],
    ['NP', 'ne'],
    ['ID', 'id'],
    ['GB', 'en'],
  ] as const)('%s speaks %s', (country, language) => expect(languageOf(country, defaults)).toBe(language));

  it('the configured country speaks the configured language', () => {
    expect(languageOf('IN', { ...defaults, language: 'mr' })).toBe('mr');
  });

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

it('knows a language, a currency and a time zone that exist for every country that has telephones', () => {
  for (const country of getCountries()) {
    expect(CurrencyCode.safeParse(currencyOf(country, defaults)).success).toBe(true);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: timeZoneOf(country) })).not.toThrow();
    const language = languageOf(country, defaults);
    expect(new Intl.DisplayNames('en', { type: 'language' }).of(language)).not.toBe(language);
    expect(() => formatMoney(100, 'INR', localeOf({ language, country }))).not.toThrow();
  }
});
