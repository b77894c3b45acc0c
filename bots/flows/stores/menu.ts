import type { Choice } from '../../../src/platform/prompt.js';
import { Refusal } from '../../../src/platform/refusal.js';
import type { Store } from '../../../src/stores/model.js';
import { goTo, type Next, pass, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { ownStore } from '../seller.js';
import { change, toggle } from './change.js';
import { questions } from './questions.js';
import { ASKED, type Open, type Setting, TOGGLED, type Turn } from './turn.js';
import { rowOf } from './values.js';

type SettingStep<At extends Turn['at']> = Step<Open & { at: At }, Turn, Deps>;

/** The order in which settings are listed; what only matters beside another is left out without it. */
const ROWS: readonly { setting: Setting; isShown?(store: Store): boolean }[] = [
  ...[{ setting: 'closed' as const }, { setting: 'hours' as const }],
  ...[{ setting: 'delivery' as const }, { setting: 'freeAbove' as const, isShown: isCharged }],
  ...[{ setting: 'minOrder' as const }, { setting: 'pickup' as const }],
  ...[{ setting: 'upi' as const }, { setting: 'payment' as const }],
  ...[{ setting: 'name' as const }, { setting: 'address' as const }, { setting: 'link' as const }],
  ...[{ setting: 'lowStock' as const }, { setting: 'digest' as const }],
  ...[{ setting: 'language' as const }, { setting: 'currency' as const }, { setting: 'timeZone' as const }],
];

function isCharged({ deliveryCharge }: Store): boolean {
  return deliveryCharge > 0;
}

/** Everything of a shop that can be set, with how it is. */
export const menu: SettingStep<'menu'> = {
  rest: true,
  async ask(here, deps) {
    const store = await ownStore(here, deps);
    const shown = ROWS.filter(({ isShown }) => isShown?.(store) ?? true);
    const choices = shown.map(({ setting }): Choice => {
      return { id: `setting:${setting}.${store._id}`, label: rowOf(setting, store, deps) };
    });
    return { text: deps.t('settings.menu', { shop: store.name }), choices };
  },
  accept: () => pass(),
  back: () => ({ at: 'list' }),
};

/** Opens what a row of the menu is about, or turns its switch; `arg` is `<setting>.<storeId>`. */
export async function openSetting(arg: string, deps: Deps): Promise<Next<Turn>> {
  const [name = '', storeId = ''] = arg.split('.');
  const asked = ASKED.find((one) => one === name);
  const toggled = TOGGLED.find((one) => one === name);
  if (!deps.contact.accountId || (!asked && !toggled && name !== 'shut')) return pass();
  const store = await ownStore({ storeId }, deps);
  if (name === 'shut') return change('closed', { open: false }, store, deps);
  if (toggled) return toggle(toggled, store, deps);
  if (asked === 'currency' && store.ordered) throw new Refusal('currency_fixed', 409);
  return asked ? goTo({ at: asked, storeId }) : pass();
}

/** Asks for one setting, and sets it to what is answered. */
export const asking = <At extends keyof typeof questions>(setting: At): SettingStep<At> => ({
  async ask(here, deps) {
    const store = await ownStore(here, deps);
    const { ask, choices } = questions[setting];
    return {
      text: deps.t(`settings.ask.${setting}`, { shop: store.name }),
      ...(ask && { ask }),
      choices: choices?.(store, deps, here.free ?? []) ?? [],
    };
  },
  async accept(answer, here, deps) {
    const store = await ownStore(here, deps);
    const wanted = questions[setting].read(answer, store);
    return wanted === undefined ? pass() : change(setting, wanted, store, deps);
  },
  back: ({ storeId }) => ({ at: 'menu', storeId }),
});
