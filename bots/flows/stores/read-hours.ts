import { Refusal } from '../../../src/platform/refusal.js';
import type { Hours } from '../../../src/stores/hours.js';
import { latinDigits } from '../../conversation/reading/numbers.js';

/** `9`, `09:30`, `9.30`, `0930`, `9am`, `9 p.m.` */
const TIME = /(\d{1,2})(?:\s?[:.h]\s?(\d{2})|(\d{2}))?(?:\s?h\b)?\s*([ap])?(?:(?<=[ap])\.?\s?m\b\.?)?(?!\p{L})/giu;

/** `9 ص` is in the morning, `9 م` in the evening. */
const ARABIC_HALF = /(?<=\d\s*)[صم](?!\p{L})/gu;

type Time = { hour: number; minute: number; half: string | undefined };

/**
 * Opening hours as people type them: `9-21`, `10:00–20:30`, `9am to 9pm`, `18-02`, `९ से २१`. A second number that is not
 * later than the first is in the afternoon where it can be (`9-9`, `10-7`), else on the next day (`18-2`).
 * @throws Refusal `bad_hours` (422)
 */
export function readHours(text: string): Pick<Hours, 'from' | 'to'> {
  const plain = latinDigits(text)
    .toLowerCase()
    .replace(ARABIC_HALF, (half) => (half === 'م' ? 'pm' : 'am'));
  const times = [...plain.matchAll(TIME)].map(([, hour, minute, joined, half]) => ({
    ...{ hour: Number(hour), minute: Number(minute ?? joined ?? 0), half },
  }));
  const [first, second, ...more] = times;
  if (!first || !second || more.length > 0 || /\d/.test(plain.replace(TIME, ''))) throw badHours();
  const start = minutesOf(first);
  const end = minutesOf(second);
  const isAfternoon = second.half === undefined && second.hour <= NOON && first.hour <= NOON && end <= start;
  const from = clockOf(start % DAY);
  const to = clockOf(isAfternoon ? end + DAY / 2 : end);
  if (from === to) throw badHours();
  return { from, to };
}

const NOON = 12;
const DAY = 24 * 60;

const badHours = (): Refusal => new Refusal('bad_hours', 422);

/** Minutes since midnight, up to 24:00. */
function minutesOf({ hour, minute, half }: Time): number {
  if (half !== undefined && (hour < 1 || hour > NOON)) throw badHours();
  const hours = half === undefined ? hour : (hour % NOON) + (half === 'p' ? NOON : 0);
  const all = hours * 60 + minute;
  if (minute > 59 || all > DAY) throw badHours();
  return all;
}

const clockOf = (all: number): string =>
  `${String(Math.floor(all / 60)).padStart(2, '0')}:${String(all % 60).padStart(2, '0')}`;
