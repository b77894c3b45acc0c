import countryToCurrency from 'country-to-currency';
import type { Country } from '../platform/mobile.js';

/** What is used where a country tells nothing, from the configuration. */
export type StoreDefaults = { country: Country; currency: string; language: string };

/** Where most people of a country with several zones live, and zones that Intl still calls by an old name. */
const MAIN_ZONES: Partial<Record<Country, string>> = {
  IN: 'Asia/Kolkata',
  NP: 'Asia/Kathmandu',
  MM: 'Asia/Yangon',
  VN: 'Asia/Ho_Chi_Minh',
  UA: 'Europe/Kyiv',
  ID: 'Asia/Jakarta',
  MY: 'Asia/Kuala_Lumpur',
  CN: 'Asia/Shanghai',
  RU: 'Europe/Moscow',
  KZ: 'Asia/Almaty',
  US: 'America/New_York',
  CA: 'America/Toronto',
  MX: 'America/Mexico_City',
  BR: 'America/Sao_Paulo',
  AR: 'America/Argentina/Buenos_Aires',
  CL: 'America/Santiago',
  EC: 'America/Guayaquil',
  ES: 'Europe/Madrid',
  PT: 'Europe/Lisbon',
  DE: 'Europe/Berlin',
  CD: 'Africa/Kinshasa',
  AU: 'Australia/Sydney',
  NZ: 'Pacific/Auckland',
};

const CURRENCIES: Readonly<Record<string, string>> = countryToCurrency;

export const currencyOf = (country: Country, defaults: StoreDefaults): string =>
  CURRENCIES[country] ?? defaults.currency;

/** The language of most people of a country (BCP 47), as CLDR has it; at home it is the one that was configured. */
export function languageOf(country: Country, defaults: StoreDefaults): string {
  if (country === defaults.country) return defaults.language;
  const { language } = new Intl.Locale(`und-${country}`).maximize();
  return language === 'und' ? defaults.language : language;
}

/** The time zone of a country, of its most people where it has several. */
export function timeZoneOf(country: Country): string {
  const main = MAIN_ZONES[country];
  if (main) return main;
  // a property in older engines, a method in newer ones; unknown to TypeScript
  const locale: Intl.Locale & { timeZones?: string[]; getTimeZones?(): string[] } = new Intl.Locale(`und-${country}`);
  return (locale.getTimeZones?.() ?? locale.timeZones)?.[0] ?? 'UTC';
}
