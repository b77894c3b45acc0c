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
