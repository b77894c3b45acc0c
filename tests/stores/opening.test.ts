import { expect, it } from 'vitest';
import { createTexts } from '../../src/platform/texts.js';
import { openStateOf, StoreClosed } from '../../src/stores/opening.js';

const t = createTexts().t('en');
const hours = { from: '09:00', to: '21:00', closedDays: [7] };
const store = {
  ...({ name: 'Asha', open: true, timeZone: 'Asia/Kolkata', language: 'en', country: 'IN' } as const),
  hours,
};

it.each([
  ['2026-11-27T02:00:00Z', 'Asha is closed now. It opens today at 9:00 am. Your cart stays.'],
  ['2026-11-27T16:00:00Z', 'Asha is closed now. It opens tomorrow at 9:00 am. Your cart stays.'],
  ['2026-11-28T16:00:00Z', 'Asha is closed now. It opens on Monday at 9:00 am. Your cart stays.'],
])('a buyer who orders at %s is told when that goes', (now, sentence) => {
  const { code, params } = new StoreClosed(store, new Date(now));
  expect(t(`refusals.${code}`, params).replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(sentence);
});

it('a shop that is opened by hand is told without a time', () => {
  const closed = new StoreClosed({ ...store, open: false }, new Date('2026-11-27T02:00:00Z'));
  expect(t(`refusals.${closed.code}`, closed.params)).toBe('Asha is closed just now. Please come back later.');
  expect(closed.extra).toEqual({ opensAt: null });
});

it('days are named in the language of who reads', () => {
  const { slots } = openStateOf(store, new Date('2026-11-28T16:00:00Z'), 'es-IN');
  expect(slots).toMatchObject({ context: 'day', day: 'lunes' });
});

it('an open shop has nothing to say', () => {
  const open = { openNow: true, opensAt: undefined, slots: {} };
  expect(openStateOf(store, new Date('2026-11-27T10:00:00Z'), 'en-IN')).toEqual(open);
});
