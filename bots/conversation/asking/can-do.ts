import type { Choice } from '../../../src/platform/prompt.js';
import { commandOfChoice } from '../commands.js';
import { openedBy } from '../entries.js';
import type { AnyFlow, Base, Say } from '../flow.js';

const SELLER = ['add-product', 'orders', 'share', 'products', 'new-store', 'my-orders', 'report', 'stores'];
const BUYER = ['cart', 'my-orders', 'sell', 'buy'];
const NEWCOMER = ['sell', 'buy', 'my-orders'];

/** Choices offered where nothing was understood. */
const OFFERED = 3;
const MOST = 8;

/** What this person is likely to want, of those that a flow of this engine can do. */
function likely<Deps extends Base>(flows: readonly AnyFlow<Deps>[], { contact, t }: Deps): Choice[] {
  const ids = contact.accountId ? SELLER : contact.shop ? BUYER : NEWCOMER;
  return ids
    .filter((id) => openedBy(flows, 'choice', id).length > 0)
    .map((id) => ({ id, label: t(`common.do.${commandOfChoice(id) ?? id}`) }));
}

/** Says something where no question is open, and what can be done next: never silence, never a dead end. */
export const offer = <Deps extends Base>(flows: readonly AnyFlow<Deps>[], deps: Deps, text: string): Say => ({
  text,
  choices: likely(flows, deps).slice(0, OFFERED),
});

/** The same with all that can be done. */
export const offerAll = <Deps extends Base>(flows: readonly AnyFlow<Deps>[], deps: Deps, text: string): Say => ({
  text,
  choices: likely(flows, deps).slice(0, MOST),
});
