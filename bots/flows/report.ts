import { DAYS, type Days } from '../../src/reports/periods.js';
import { reportText } from '../../src/reports/wording.js';
import type { Store } from '../../src/stores/model.js';
import { finish, type Next, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { entriesOnly } from './entries-only.js';
import { doing, withStore } from './seller.js';

/** Tells a seller how the shop does: today, in 7 or in 30 days, in three lines and a picture. */
export const report = entriesOnly<Deps>('report', [
  { command: 'report', open: (_, __, deps) => withStore(deps, (store) => tell(store, 1, deps)) },
  { choice: 'today', open: (_, __, deps) => withStore(deps, (store) => tell(store, 1, deps)) },
  {
    choice: 'days:',
    open(typed, _, deps) {
      const days = DAYS.find((one) => String(one) === typed);
      return days ? withStore(deps, (store) => tell(store, days, deps)) : pass();
    },
  },
  {
    // from a message about one of several shops: it is the one worked on from then on
    choice: 'report:',
    async open(storeId, _, deps) {
      const { contact, contacts, stores } = deps;
      if (!contact.accountId) return pass();
      const store = await stores.own(contact.accountId, storeId);
      await contacts.setSellingStore(contact._id, store._id);
      return tell(store, 1, deps);
    },
  },
]);

async function tell<Turn>(store: Store, days: Days, { language, now, reports, t }: Deps): Promise<Next<Turn>> {
  const found = await reports.of(store, days, now);
  const text = reportText(store, found, t, language);
  const others = DAYS.filter((one) => one !== days).map((one) => ({
    id: one === 1 ? 'today' : `days:${one}`,
    label: t(`report.do.${one}`),
  }));
  if (found.orders === 0) return finish({ text, choices: [...others, ...doing(t, 'share')] });
  const photo = await reports.chart(store, found, t, language);
  return finish({ text, photo, choices: [...others, ...doing(t, 'orders')] });
}
