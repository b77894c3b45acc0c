import type { Proof } from '../../../src/contacts/model.js';
import { Address, BuyerName } from '../../../src/orders/rules.js';
import { parseMobile } from '../../../src/platform/mobile.js';
import { Refusal } from '../../../src/platform/refusal.js';
import { checkOrderable } from '../../../src/stores/rules.js';
import { type Answer, goTo, type Next, pass, type Say, type Step } from '../../conversation/flow.js';
import type { Deps } from '../deps.js';
import { orProveElsewhere } from '../prove-elsewhere.js';
import { showCart } from './cart.js';
import { orderable } from './seen-cart.js';
import { readCart } from './shop.js';
import type { At, Draft, Turn } from './turn.js';

/**
 * Begins an order of what is in the cart, or says why there can be none.
 * @throws Refusal `store_closed`, `below_minimum` (409), `unavailable` (503)
 */
export async function beginCheckout(storeId: string, deps: Deps, ...say: Say[]): Promise<Next<Turn>> {
  const store = await deps.stores.byId(storeId);
  const cart = await readCart(deps, storeId);
  if (!cart || cart.lines.length === 0) return showCart(storeId, deps, ...say);
  checkOrderable(store, cart.subtotal, deps.now);
  const next = await goOn({ storeId, cartId: cart.cartId }, deps);
  return 'to' in next ? goTo(next.to, ...say, ...next.say) : next;
}

/** Asks for the first thing that is not known yet; when all is known, shows the order before it is placed. */
export async function goOn(draft: Draft, deps: Deps): Promise<Next<Turn>> {
  const { contact, customers } = deps;
  const customerId = draft.customerId ?? contact.customerId ?? (await provedAlready(deps));
  const customer = customerId === undefined ? null : await customers.find(customerId);
  // a forgotten buyer is nobody's any more
  const known = customer?.mobile ? customer : null;
  const name = draft.name ?? known?.name ?? contact.name;
  const store = await deps.stores.byId(draft.storeId);
  const pickup = store.pickup ? draft.pickup : undefined;
  const address = draft.address ?? known?.addresses[0];
  const filled: Draft = {
    ...draft,
    pickup,
    ...(known && { customerId: known._id }),
    ...(name !== undefined && { name }),
    ...(address !== undefined && { address }),
  };
  if (name === undefined) return goTo({ at: 'name', draft: filled });
  if (!known) return goTo({ at: 'phone', draft: { ...filled, customerId: undefined } });
  if (store.pickup && pickup === undefined && draft.address === undefined) return goTo({ at: 'way', draft });
  if (!pickup && address === undefined) return goTo({ at: 'address', draft: filled });
  return review({ ...filled, name, customerId: known._id }, deps);
}

/** The order as it would be placed now; with what changed since the cart was filled. */
async function review(draft: At<'review'>['draft'], deps: Deps): Promise<Next<Turn>> {
  const { storeId } = draft;
  const store = await deps.stores.byId(storeId);
  const cart = await readCart(deps, storeId);
  if (!cart) return showCart(storeId, deps);
  const { cart: seen, changes } = await orderable(cart, store, deps, draft.pickup);
  const say: Say[] = changes.map((text) => ({ text }));
  return seen ? goTo({ at: 'review', draft, cart: seen }, ...say) : showCart(storeId, deps, ...say);
}

/** The customer of a number that this contact proved before, as a seller or on its platform. */
async function provedAlready({ contact, contacts, customers }: Deps): Promise<string | undefined> {
  const { phone, phoneProof } = contact;
  if (!phone || !phoneProof) return undefined;
  const { customer } = await customers.ensure(phone);
  await contacts.linkCustomer(contact._id, customer._id, phone, phoneProof);
  return customer._id;
}

async function prove(mobile: string, proof: Proof, draft: Draft, deps: Deps): Promise<Next<Turn>> {
  const { customer } = await deps.customers.ensure(mobile);
  await deps.contacts.linkCustomer(deps.contact._id, customer._id, mobile, proof);
  return goOn({ ...draft, customerId: customer._id }, deps);
}

export const name: Step<At<'name'>, Turn, Deps> = {
  ask: (_, { t }) => ({ text: t('buy.askName'), ask: 'name' }),
  accept({ text = '' }, { draft }, deps) {
    const read = BuyerName.safeParse(text);
    if (!read.success) throw new Refusal('bad_buyer_name', 422);
    return goOn({ ...draft, name: read.data }, deps);
  },
  back: ({ draft }) => ({ at: 'shelf', storeId: draft.storeId }),
};

export const phone: Step<At<'phone'>, Turn, Deps> = {
  ask: async (_, deps) => ({ text: await orProveElsewhere(deps.t('buy.askPhone'), deps), ask: 'phone' }),
  async accept({ text = '', contact }, { draft }, deps) {
    const mobile = parseMobile(contact?.phone ?? text, deps.country);
    if (contact?.verified) return prove(mobile, 'platform', draft, deps);
    await deps.otp.send(mobile, 'customer', deps.language, { key: deps.onceKey }, 'send');
    return goTo({ at: 'code', draft, mobile });
  },
  back: ({ draft }) => ({ at: 'name', draft }),
};

export const code: Step<At<'code'>, Turn, Deps> = {
  ask: async ({ mobile }, deps) =>
    deps.otp.mode === 'bypass'
      ? { text: deps.t('buy.askTestCode'), ask: 'code' }
      : {
          text: await orProveElsewhere(deps.t('buy.askCode', { mobile }), deps),
          ask: 'code',
          choices: [{ id: 'resend', label: deps.t('buy.resend') }],
        },
  async accept({ text = '', choice, contact }, here, deps) {
    // the number was typed, and is now shared after all
    if (contact?.verified) return prove(parseMobile(contact.phone, deps.country), 'platform', here.draft, deps);
    const once = { key: deps.onceKey };
    if (choice === 'resend') {
      await deps.otp.send(here.mobile, 'customer', deps.language, once, 'send');
      return goTo(here);
    }
    const proof = await deps.otp.check(here.mobile, 'customer', text, once);
    return prove(here.mobile, proof, here.draft, deps);
  },
  back: ({ draft }) => ({ at: 'phone', draft }),
};

/** Asked only where buyers may come for it, and before any address. */
export const way: Step<At<'way'>, Turn, Deps> = {
  ask: async ({ draft }, { stores, t }) => {
    const { address } = await stores.byId(draft.storeId);
    return {
      text: t('buy.askWay', { address }),
      choices: [
        { id: 'delivery', label: t('buy.deliver') },
        { id: 'pickup', label: t('buy.pickUp') },
      ],
    };
  },
  accept({ choice }, { draft }, deps) {
    if (choice !== 'delivery' && choice !== 'pickup') return pass();
    return goOn({ ...draft, pickup: choice === 'pickup' }, deps);
  },
  back: ({ draft }) => ({ at: 'shelf', storeId: draft.storeId }),
};

/** Addresses that are offered for a tap. */
const OFFERED = 3;

export const address: Step<At<'address'>, Turn, Deps> = {
  async ask({ draft }, { customers, t }) {
    const customer = await customers.find(draft.customerId ?? '');
    const known = customer?.addresses.slice(0, OFFERED) ?? [];
    return {
      text: t('buy.askAddress'),
      ask: 'address',
      ...(known.length > 0 && { choices: known.map((label, index) => ({ id: `address:${index}`, label })) }),
    };
  },
  async accept(answer, { draft }, deps) {
    const read = Address.safeParse(await addressOf(answer, draft, deps));
    if (!read.success) throw new Refusal('bad_delivery_address', 422);
    return goOn({ ...draft, address: read.data, pickup: false }, deps);
  },
  back: ({ draft }) => ({ at: 'shelf', storeId: draft.storeId }),
};

/** What was typed, one of the addresses known, or a place on the map as a link that a seller can open. */
async function addressOf({ text, choice, location }: Answer, { customerId }: Draft, { customers }: Deps) {
  if (location) {
    const { latitude, longitude, label } = location;
    const link = `https://maps.google.com/?q=${latitude.toFixed(5)},${longitude.toFixed(5)}`;
    return label ? `${label}\n${link}` : link;
  }
  const [, index] = /^address:(\d)$/.exec(choice ?? '') ?? [];
  if (index === undefined) return text;
  return (await customers.find(customerId ?? ''))?.addresses[Number(index)];
}
