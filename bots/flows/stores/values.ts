import { ownName } from '../../../src/platform/language-tag.js';
import { formatMoney } from '../../../src/platform/money.js';
import type { FieldsThen, Store, StoreFields } from '../../../src/stores/model.js';
import { openStateOf } from '../../../src/stores/opening.js';
import { localeOf } from '../../../src/stores/rules.js';
import type { Deps } from '../deps.js';
import type { Setting } from './turn.js';

/** A store as it is, or was. */
export type Settled = FieldsThen & Pick<Store, 'country'>;

/** Longer texts are cut where they are one row of many. */
const MOST_SHOWN = 40;

/** The setting that a field is changed by. */
export const SETTING_OF: { [Field in keyof StoreFields]-?: Setting } = {
  ...{ name: 'name', address: 'address', link: 'link', open: 'closed', closedUntil: 'closed', hours: 'hours' },
  ...{ deliveryCharge: 'delivery', freeAbove: 'freeAbove', minOrder: 'minOrder', pickup: 'pickup', upiVpa: 'upi' },
  ...{ paymentText: 'payment', language: 'language', currency: 'currency', lowStockAt: 'lowStock', digest: 'digest' },
  timeZone: 'timeZone',
};

/** How a setting is, in words of this person. */
export function shownOf(setting: Setting, store: Settled, deps: Pick<Deps, 't' | 'language' | 'now'>): string {
  const { t } = deps;
  const none = t('settings.none');
  const money = (amount: number | null | undefined): string =>
    amount
      ? formatMoney(
          amount,
          store.currency ?? '',
          localeOf({ country: store.country, language: store.language ?? 'en' }),
        )
      : none;
  switch (setting) {
    case 'name':
    case 'address':
    case 'link':
    case 'currency':
    case 'timeZone':
      return store[setting] ?? none;
    case 'upi':
      return store.upiVpa ?? none;
    case 'payment':
      return store.paymentText ?? none;
    case 'delivery':
      return money(store.deliveryCharge);
    case 'freeAbove':
      return money(store.freeAbove);
    case 'minOrder':
      return money(store.minOrder);
    case 'language':
      return ownName(store.language ?? 'en');
    case 'lowStock':
      return String(store.lowStockAt ?? 0);
    case 'pickup':
    case 'digest':
      return t(store[setting] ? 'settings.on' : 'settings.off');
    case 'closed':
      return openText(store, deps);
    case 'hours':
      return hoursText(store, deps);
    case 'days':
      return daysText(store.hours?.closedDays ?? [], deps);
  }
}

/** The same in one line that is short. */
export function rowOf(setting: Setting, store: Store, deps: Deps): string {
  const value = [...shownOf(setting, store, deps).replaceAll('\n', ' ')];
  const short = value.length > MOST_SHOWN ? [...value.slice(0, MOST_SHOWN - 1), '…'] : value;
  return deps.t('settings.row', { what: deps.t(`settings.of.${setting}`), value: short.join('') });
}

/** The name of a day of ISO (1 is Monday). */
export const dayName = (day: number, { language }: Pick<Deps, 'language'>): string =>
  // 5 January 1970 was a Monday
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format((day + 3) * 86_400_000);

const daysText = (days: readonly number[], deps: Pick<Deps, 't' | 'language'>): string =>
  days.length === 0
    ? deps.t('settings.none')
    : new Intl.ListFormat(deps.language, { type: 'unit' }).format(days.map((day) => dayName(day, deps)));

function hoursText({ hours, country }: Settled, deps: Pick<Deps, 't' | 'language'>): string {
  if (!hours) return deps.t('settings.always');
  const wall = new Intl.DateTimeFormat(localeOf({ language: deps.language, country }), {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  const [from, to] = [hours.from, hours.to].map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return wall.format((hour * 60 + minute) * 60_000);
  });
  const times = from === to ? deps.t('settings.allDay') : `${from} – ${to}`;
  if (hours.closedDays.length === 0) return times;
  return deps.t('settings.hoursBut', { times, days: daysText(hours.closedDays, deps) });
}

function openText(store: Settled, { t, now, language }: Pick<Deps, 't' | 'now' | 'language'>): string {
  const { open, closedUntil, hours, timeZone, country } = store;
  const opening = {
    ...{ open: open ?? true, timeZone: timeZone ?? 'UTC' },
    ...(closedUntil && { closedUntil }),
    ...(hours && { hours }),
  };
  const { openNow, slots } = openStateOf(opening, now, language.includes('-') ? language : `${language}-${country}`);
  return openNow ? t('settings.openNow') : t('settings.closed', slots);
}
