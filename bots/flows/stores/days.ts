import { Refusal } from '../../../src/platform/refusal.js';
import type { Hours } from '../../../src/stores/hours.js';
import { pass, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { ownStore } from '../seller.js';
import { change } from './change.js';
import type { Turn } from './turn.js';
import { dayName } from './values.js';

const WEEK = [1, 2, 3, 4, 5, 6, 7];
const ALL_DAY: Hours = { from: '00:00', to: '24:00', closedDays: [] };

/** The days of the week on which a shop is closed: each one that is chosen changes over, several at once where that goes. */
export const days: Step<Extract<Turn, { at: 'days' }>, Turn, Deps> = {
  several: true,

  async ask(here, deps) {
    const { hours } = await ownStore(here, deps);
    const { t } = deps;
    return {
      text: t('settings.ask.days'),
      choices: WEEK.map((day) => ({
        id: `day:${day}`,
        label: t(hours?.closedDays.includes(day) ? 'settings.closedDay' : 'settings.openDay', {
          day: dayName(day, deps),
        }),
      })),
    };
  },

  async accept({ choice, several }, here, deps) {
    const picked = several?.map((one) => one.choice) ?? (choice === undefined ? [] : [choice]);
    const chosen = picked.map((one) => Number(/^day:([1-7])$/.exec(one)?.[1]));
    if (chosen.length === 0 || chosen.some(Number.isNaN)) return pass();
    const store = await ownStore(here, deps);
    const { hours = ALL_DAY } = store;
    const closedDays = WEEK.filter((day) => hours.closedDays.includes(day) !== chosen.includes(day));
    if (closedDays.length === WEEK.length) throw new Refusal('bad_closed_days', 422);
    return change('hours', { hours: { ...hours, closedDays } }, store, deps);
  },

  back: ({ storeId }) => ({ at: 'menu', storeId }),
};
