import { z } from 'zod';
import type { Choice } from '../../src/platform/prompt.js';
import { type Flow, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { doing, hasSeveral, sellerChoices, sellingStore } from './seller.js';

const Turn = z.object({ at: z.literal('menu') });
type Turn = z.infer<typeof Turn>;

/** Greets whoever comes, and offers what this person is likely to want. */
export const start: Flow<Turn, Deps> = {
  id: 'start',
  schema: Turn,
  start: { at: 'menu' },
  steps: { menu: { rest: true, ask: (_, deps) => greeting(deps), accept: () => pass() } },
  entries: [{ command: 'start', open: () => goTo({ at: 'menu' }) }],
};

/** The settings, and the other shops where there are some. */
const shopChoices = async (deps: Deps): Promise<Choice[]> =>
  doing(deps.t, ...((await hasSeveral(deps)) ? (['settings', 'stores'] as const) : (['settings'] as const)));

async function greeting(deps: Deps): Promise<{ text: string; choices: Choice[] }> {
  const { contact, stores, t } = deps;
  if (contact.accountId) {
    const store = await sellingStore(deps);
    if (!store) return { text: t('start.noStore'), choices: doing(t, 'new-store', 'buy') };
    const talks = (await deps.talks.openOf(contact.accountId)).length > 0;
    const choices = [
      ...sellerChoices(t),
      ...doing(t, 'products', 'report'),
      ...(await shopChoices(deps)),
      ...(talks ? [{ id: 'talks', label: t('talk.do.talks') }] : []),
    ];
    return { text: t('start.seller', { shop: store.name }), choices };
  }
  if (contact.shop) {
    const shop = await stores.byId(contact.shop.storeId);
    return { text: t('start.buyer', { shop: shop.name }), choices: doing(t, 'buy', 'cart', 'my-orders', 'sell') };
  }
  const isIndian = deps.country === 'IN' && ['en', 'hi'].includes(deps.language.split('-')[0] ?? '');
  return { text: t(isIndian ? 'start.namaste' : 'start.greeting'), choices: doing(t, 'sell', 'buy') };
}
