import { Refusal } from '../../../src/platform/refusal.js';
import type { StoreChanged } from '../../../src/stores/change.js';
import { isOpenAt } from '../../../src/stores/hours.js';
import { LinkTaken } from '../../../src/stores/link.js';
import type { Store, StoreFields } from '../../../src/stores/model.js';
import type { StoreSettings } from '../../../src/stores/rules.js';
import { finish, goTo, type Next, type Say } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { doing, headed } from '../seller.js';
import type { Setting, Toggled, Turn } from './turn.js';
import { SETTING_OF, shownOf } from './values.js';

/** Sets something at once, and tells it as old → new; of a taken link others are offered. */
export async function change(setting: Setting, wanted: StoreSettings, store: Store, deps: Deps): Promise<Next<Turn>> {
  try {
    const once = { key: deps.onceKey };
    return told(setting, await deps.settings.change(store.accountId, store._id, wanted, once), deps);
  } catch (error) {
    if (!(error instanceof LinkTaken)) throw error;
    const text = deps.t('settings.linkTaken', { link: error.link });
    return goTo({ at: 'link', storeId: store._id, free: [...error.free] }, { text });
  }
}

/** Turns a switch the other way. */
export async function toggle(setting: Toggled, store: Store, deps: Deps): Promise<Next<Turn>> {
  if (setting === 'closed') return isClosedByHand(store, deps) ? openAgain(store, deps) : closeToday(store, deps);
  return change(setting, { [setting]: !store[setting] }, store, deps);
}

export const closeToday = async ({ accountId, _id }: Store, deps: Deps): Promise<Next<Turn>> =>
  told('closed', await deps.stores.closeToday(accountId, _id, { key: deps.onceKey }), deps);

const openAgain = async ({ accountId, _id }: Store, deps: Deps): Promise<Next<Turn>> =>
  told('closed', await deps.stores.openAgain(accountId, _id, { key: deps.onceKey }), deps);

/** Closed although its hours say that it is open, or that it will be today. */
export const isClosedByHand = ({ open, closedUntil }: Store, { now }: Pick<Deps, 'now'>): boolean =>
  !open || (closedUntil !== undefined && closedUntil > now);

/** What came of a change, with what leads on from it. */
export async function told(setting: Setting, changed: StoreChanged, deps: Deps): Promise<Next<Turn>> {
  const { t } = deps;
  const { store, changeId } = changed;
  const lines = linesOf(changed, deps);
  const what = t(`settings.of.${setting}`);
  const same = t('settings.same', { what, now: shownOf(setting, store, deps) });
  const say: Say = {
    text: await headed(lines.length > 0 ? lines.join('\n') : same, store, deps),
    choices: [
      ...(changeId ? [{ id: `undo:${changeId}`, label: t('settings.do.undo') }] : []),
      ...more(setting, store, deps),
      ...doing(t, 'settings'),
    ],
  };
  return finish(say);
}

/** Takes a change back, and tells it as one. */
export async function undo(changeId: string, deps: Deps): Promise<ReturnType<typeof finish>> {
  const { contact, settings, t } = deps;
  if (!contact.accountId) throw new Refusal('no_change', 404);
  const changed = await settings.undo(contact.accountId, changeId, { key: deps.onceKey });
  const text = [t('settings.undone'), ...linesOf(changed, deps)].join('\n');
  return finish({ text: await headed(text, changed.store, deps), choices: doing(t, 'settings') });
}

/** One line for each setting that changed: old → new. */
function linesOf({ store, before }: StoreChanged, deps: Deps): string[] {
  const fields = Object.keys(before) as (keyof StoreFields)[];
  const settings = [...new Set(fields.map((field) => SETTING_OF[field]))];
  return settings.map((setting) => {
    const old = shownOf(setting, { ...store, ...before }, deps);
    return deps.t('settings.changed', {
      what: deps.t(`settings.of.${setting}`),
      old,
      now: shownOf(setting, store, deps),
    });
  });
}

/** What is likely to be set next. */
function more(setting: Setting, store: Store, { t, now }: Deps): { id: string; label: string }[] {
  const lead = (id: Setting | 'shut', key: string) => ({ id: `setting:${id}.${store._id}`, label: t(key) });
  if (setting === 'hours' && store.hours) return [lead('days', 'settings.do.days')];
  if (setting === 'delivery' && store.deliveryCharge > 0) return [lead('freeAbove', 'settings.do.freeAbove')];
  if (setting === 'closed' && store.open && !isOpenAt(store, now)) return [lead('shut', 'settings.do.shut')];
  return [];
}
