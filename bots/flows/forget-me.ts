import { z } from 'zod';
import { type Flow, finish, goTo, pass } from '../conversation/flow.js';
import type { Deps } from './deps.js';

const Turn = z.object({ at: z.literal('sure') });
type Turn = z.infer<typeof Turn>;

/** Takes a person out of our books; asks first, since it cannot be taken back. */
export const forgetMe: Flow<Turn, Deps> = {
  id: 'forget-me',
  schema: Turn,
  start: { at: 'sure' },
  steps: {
    sure: {
      ask: (_, { contact, t }) => ({
        text: t(contact.accountId ? 'forgetMe.sureSeller' : 'forgetMe.sure'),
        choices: [
          { id: 'yes', label: t('forgetMe.yes') },
          { id: 'no', label: t('forgetMe.no') },
        ],
      }),
      async accept({ choice }, _, { contact, contacts, customers, talks, t }) {
        if (choice === 'no') return finish({ text: t('forgetMe.kept') });
        if (choice !== 'yes') return pass();
        if (contact.customerId) await customers.forget(contact.customerId);
        const { customerId } = contact;
        await talks.forget({ contactId: contact._id, ...(customerId && { customerId }) });
        await contacts.forget(contact._id);
        return finish({ text: t('forgetMe.done') });
      },
    },
  },
  entries: [{ command: 'forgetme', open: () => goTo({ at: 'sure' }) }],
};
