import { Refusal } from '../../../src/platform/refusal.js';

/** More zones than this are asked for by a city. */
const MOST_OFFERED = 7;

/** Zones by new names that Intl lists by old ones. */
const RENAMED: Readonly<Record<string, string>> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
};

const nameOf = (zone: string): string => RENAMED[zone] ?? zone;

/** `America/New_York` → `New York` */
const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** The time zones of a country, when they are few. */
export function zonesOf(country: string): { zone: string; city: string }[] {
  const locale: Intl.Locale & { timeZones?: string[]; getTimeZones?(): string[] } = new Intl.Locale(`und-${country}`);
  const zones = locale.getTimeZones?.() ?? locale.timeZones ?? [];
  return zones.length > MOST_OFFERED ? [] : zones.map(nameOf).map((zone) => ({ zone, city: cityOf(zone) }));
}

/** A zone by its name (`Asia/Dubai`) or its city (`dubai`), as somebody typed it. @throws Refusal `bad_time_zone` (422) */
export function findZone(text: string): string {
  const typed = plain(text);
  const known = ['UTC', ...Intl.supportedValuesOf('timeZone')].map(nameOf);
  const zone = known.find((one) => plain(one) === typed) ?? known.find((one) => plain(cityOf(one)) === typed);
  if (zone === undefined) throw new Refusal('bad_time_zone', 422);
  return zone;
}

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, ' ');
