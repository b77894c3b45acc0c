import { z } from 'zod';
import type { Proof } from '../../src/contacts/index.js';
import { parseMobile } from '../../src/platform/mobile.js';
import { type Flow, finish, goTo, handOver, type Next } from '../conversation/flow.js';
import type { Deps } from './deps.js';
import { orProveElsewhere } from './prove-elsewhere.js';
import { sellerChoices, sellingStore } from './seller.js';

const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('phone') }),
  z.object({ at: z.literal('code'), mobile: z.string() }),
]);
type Turn = z.infer<typeof Turn>;

/** A person becomes a seller by the phone number that orders are to reach. */
export const signUp: Flow<Turn, Deps> = {
  id: 'sign-up',
  schema: Turn,
  start: { at: 'phone' },
  steps: {
    phone: {
      ask: async (_, deps) => ({ text: await orProveElsewhere(deps.t('signUp.askPhone'), deps), ask: 'phone' }),
      async accept({ contact, text }, _, deps) {
        const mobile = parseMobile(contact?.phone ?? text ?? '', deps.country);
        if (contact?.verified) return register(mobile, 'platform', deps);
        await deps.otp.send(mobile, 'seller', deps.language, { key: deps.onceKey }, 'send');
        return goTo({ at: 'code', mobile });
      },
    },
    code: {
      ask: async ({ mobile }, deps) =>
        deps.otp.mode === 'bypass'
          ? { text: deps.t('signUp.askTestCode'), ask: 'code' }
          : {
              text: await orProveElsewhere(deps.t('signUp.askCode', { mobile }), deps),
              ask: 'code',
              choices: [{ id: 'resend', label: deps.t('signUp.resend') }],
            },
      async accept({ choice, contact, text }, here, deps) {
        // the number was typed, and is now shared after all
        if (contact?.verified) return register(parseMobile(contact.phone, deps.country), 'platform', deps);
        const once = { key: deps.onceKey };
        if (choice === 'resend') {
          await deps.otp.send(here.mobile, 'seller', deps.language, once, 'send');
          return goTo(here, { text: deps.t('signUp.resent') });
        }
        return register(here.mobile, await deps.otp.check(here.mobile, 'seller', text ?? '', once), deps);
      },
      back: () => ({ at: 'phone' }),
    },
  },
  entries: [{ command: 'sell', open: (_, __, deps) => beginSelling(deps) }],
};

/** Asks for the phone, unless it is proved already. */
export async function beginSelling(deps: Deps): Promise<Next<Turn>> {
  const { accountId, phone, phoneProof } = deps.contact;
  if (accountId) return goOn(accountId, deps);
  return phone && phoneProof ? register(phone, phoneProof, deps) : goTo({ at: 'phone' });
}

async function register(mobile: string, proof: Proof, deps: Deps): Promise<Next<Turn>> {
  const { account } = await deps.accounts.ensure(mobile);
  await deps.contacts.linkAccount(deps.contact._id, account._id, mobile, proof);
  return goOn(account._id, deps);
}

/** The shop is next; a seller who has one is shown what waits there, or what can be done. */
async function goOn(accountId: string, deps: Deps): Promise<Next<Turn>> {
  const { t, contact } = deps;
  const store = await sellingStore({ ...deps, contact: { ...contact, accountId } });
  if (!store) return handOver('new-store');
  const others = (await deps.contacts.liveOfAccount(accountId)).filter(({ _id }) => _id !== contact._id);
  // while nobody was there to be told, orders may have come
  const waiting = others.length === 0 ? await deps.orders.waiting(accountId, 1) : [];
  if (waiting.length > 0) return handOver('orders');
  return finish({ text: t('signUp.welcomeBack', { shop: store.name }), choices: sellerChoices(t) });
}
