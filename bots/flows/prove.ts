import { z } from 'zod';
import { parseMobile } from '../../src/platform/mobile.js';
import { Refusal } from '../../src/platform/refusal.js';
import { type Flow, finish, goTo, type Next, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';

const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('share'), token: z.string() }),
  z.object({ at: z.literal('confirm'), token: z.string(), mobile: z.string() }),
]);
type Turn = z.infer<typeof Turn>;

/**
 * A person proves in a messenger the number that a page asks for. Only what the messenger itself vouches for counts,
 * and the person says so here once more: whoever was sent the link by somebody else must not prove it for them.
 */
export const prove: Flow<Turn, Deps> = {
  id: 'prove',
  schema: Turn,
  start: { at: 'share', token: '' },
  steps: {
    share: {
      ask: (_, { t }) => ({ text: t('prove.askShare'), ask: 'phone' }),
      accept({ contact }, { token }, deps) {
        if (!contact?.verified) throw new Refusal('own_number_only', 422);
        return proved(token, parseMobile(contact.phone, deps.country), deps);
      },
    },
    confirm: {
      ask: ({ mobile }, { t }) => ({
        text: t('prove.confirm', { mobile }),
        choices: [
          { id: 'yes', label: t('prove.yes') },
          { id: 'no', label: t('prove.no') },
        ],
      }),
      accept({ choice }, { token, mobile }, deps) {
        if (choice === 'yes') return proved(token, mobile, deps);
        return choice === 'no' ? finish({ text: deps.t('prove.left') }) : pass();
      },
    },
  },
  entries: [
    {
      start: 'v_',
      open(token, _, { contact, proofs, t }) {
        const contactId = proofs.read(token);
        if (contactId === undefined) return finish({ text: t('prove.tooLate') });
        if (contactId === contact._id) return finish({ text: t('prove.notHere') });
        const { phone, phoneProof } = contact;
        if (phone && phoneProof === 'platform') return goTo({ at: 'confirm', token, mobile: phone });
        return goTo({ at: 'share', token });
      },
    },
  ],
};

async function proved(token: string, mobile: string, deps: Deps): Promise<Next<Turn>> {
  const { contact, contacts, customers, proofs, t, vouch } = deps;
  const contactId = proofs.read(token);
  if (contactId === undefined) return finish({ text: t('prove.tooLate') });
  // what is ordered on the page is told here from now on
  const { customer } = await customers.ensure(mobile);
  await contacts.linkCustomer(contact._id, customer._id, mobile, 'platform');
  await vouch(contactId, mobile, `proof.${token}`);
  return finish({ text: t('prove.done') });
}
