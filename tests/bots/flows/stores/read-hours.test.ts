import { expect, it } from 'vitest';
import { readHours } from '../../../../bots/flows/stores/read-hours.js';
import { Refusal } from '../../../../src/platform/refusal.js';
import { Hours } from '../../../../src/stores/hours.js';

it.each([
  ['9-21', '09:00', '21:00'],
  ['9 - 21', '09:00', '21:00'],
  ['10:00–20:30', '10:00', '20:30'],
  ['9.30-21.00', '09:30', '21:00'],
  ['0930-2100', '09:30', '21:00'],
  ['9h-21h30', '09:00', '21:30'],
  ['9am to 9pm', '09:00', '21:00'],
  ['9 AM – 9 P.M.', '09:00', '21:00'],
  ['9:30 a.m. to 12 pm', '09:30', '12:00'],
  ['12pm to 12am', '12:00', '00:00'],
  ['from 9 to 5pm', '09:00', '17:00'],
  ['9am to 9', '09:00', '21:00'],
  ['9-9', '09:00', '21:00'],
  ['10-7', '10:00', '19:00'],
  ['12-9', '12:00', '21:00'],
  ['18-2', '18:00', '02:00'],
  ['18–02', '18:00', '02:00'],
  ['6pm to 2am', '18:00', '02:00'],
  ['0-24', '00:00', '24:00'],
  ['९ से २१', '09:00', '21:00'],
  ['١٠:٣٠ - ٢٠', '10:30', '20:00'],
  ['من 9 ص إلى 10:30 م', '09:00', '22:30'],
])('%s is from %s to %s', (text, from, to) => {
  expect(readHours(text)).toEqual({ from, to });
  expect(Hours.safeParse({ from, to }).success).toBe(true);
});

it.each(['', 'always', '9', '9-21-22', '25-26', '9:75-21', '13pm to 2am', '0am to 9pm', '21-21', '900-2100', '9-210'])(
  '"%s" is no time to be open',
  (text) => expect(() => readHours(text)).toThrow(new Refusal('bad_hours', 422)),
);
