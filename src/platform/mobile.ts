import anyAscii from 'any-ascii';
import { type CountryCode, getCountries, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Refusal } from './refusal.js';

/** ISO 3166-1 alpha-2, those with a telephone numbering plan. */
export type Country = CountryCode;

export const isCountry = (code: string): code is Country => (getCountries() as string[]).includes(code);

/**
 * A mobile number as a person types it, in digits of any script, as E.164 (`+919876543210`).
 * Without a leading `+` it is read as a number of `country`.
 * @throws Refusal `bad_mobile` (422)
 */
export function parseMobile(text: string, country: Country): string {
  const number = text.length <= 40 ? parsePhoneNumberFromString(anyAscii(text), country) : undefined;
  const type = number?.getType();
  // in some countries (US) a number does not tell whether it is mobile
  if (!number?.isValid() || (type !== 'MOBILE' && type !== 'FIXED_LINE_OR_MOBILE'))
    throw new Refusal('bad_mobile', 422);
  return number.number;
}

/**
 * The number of a person on WhatsApp as E.164. WhatsApp calls some people by the number that they had when they came:
 * in Brazil without the 9 that mobile numbers got in 2012–2016, in Mexico with the 1 that they lost in 2019. Who types
 * their number types it as it is now, and must be found to be the same person.
 * @param digits the id that WhatsApp has for them, with the country's code and no plus
 */
export function mobileOnWhatsApp(digits: string): string {
  const asToday = OLD_FORMS.map(([old, today]) => `+${digits.replace(old, today)}`);
  return [`+${digits}`, ...asToday].find((one) => parsePhoneNumberFromString(one)?.isValid()) ?? `+${digits}`;
}

const OLD_FORMS = [
  [/^55(?<area>\d{2})(?<rest>[6-9]\d{7})$/, '55$<area>9$<rest>'],
  [/^521(\d{10})$/, '52$1'],
] as const;

/** The country of an E.164 number, or `fallback` where the number belongs to none. */
export function countryOf(mobile: string, fallback: Country): Country {
  return parsePhoneNumberFromString(mobile)?.country ?? fallback;
}

/**
 * An E.164 number in a form for a sheet: `(+91) 98765 43210`. A cell that begins with `+` would be a formula, and one of
 * digits alone a rounded number. What is no number stays as it is.
 */
export function spacedMobile(mobile: string): string {
  const number = parsePhoneNumberFromString(mobile);
  return number ? number.formatInternational().replace(/^(\+\d+)\s*/, '($1) ') : mobile;
}
