import type { Contacts } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Logger } from '../../src/platform/logger.js';
import { meaningOf } from './faults.js';
import type { Status } from './shapes.js';
import type { Standing } from './standing.js';

/** What a messenger tells of a message after it took it; `platformId` is its id there. `again`: it may yet arrive. */
export type TakeReceipt = (
  contactId: string,
  receipt: { platformId: string; state: 'delivered' | 'failed'; reason?: string; again?: true },
) => Promise<void>;

export type TakeStatusDeps = {
  contacts: Pick<Contacts, 'at' | 'windowClosed'>;
  receipt: TakeReceipt;
  /** Whether alerts go out after 24 hours of silence. */
  hasTemplate: boolean;
  standing: Standing;
  clock: Clock;
  logger: Logger;
};

/**
 * Takes what became of a message of ours. Meta takes most messages first and tells later that they failed ("Receiving
 * errors: synchronous and asynchronous" of its page "WhatsApp error codes"), so the codes mean here what they mean there:
 * too much at once is sent again, a window that is closed by Meta's clock is closed by ours from then on.
 */
export function createTakeStatus(deps: TakeStatusDeps): (status: Status) => Promise<void> {
  const { contacts, receipt, hasTemplate, standing, clock, logger } = deps;

  /** @returns whether an alert is to be sent again */
  async function failed(contactId: string, code: number | undefined, reason: string, at: Date): Promise<boolean> {
    const meaning = meaningOf(code);
    if (meaning === 'account') standing.refused(reason, 'afterwards');
    if (meaning === 'closed') await contacts.windowClosed(contactId, at);
    return meaning === 'later' || (meaning === 'closed' && hasTemplate);
  }

  return async ({ id, status, timestamp, recipient_id, recipient_user_id, errors }) => {
    // `read` alone comes where the chat was open
    const state =
      status === 'failed' ? 'failed' : status === 'delivered' || status === 'read' ? 'delivered' : undefined;
    if (!state) return;
    for (const address of [recipient_id, recipient_user_id]) {
      const contact = address === undefined ? null : await contacts.at('whatsapp-cloud', address);
      if (!contact) continue;
      const { _id: contactId } = contact;
      if (state === 'delivered') {
        standing.passed('afterwards');
        return receipt(contactId, { platformId: id, state });
      }
      const [error] = errors;
      const reason = error && `Meta says ${error.code}: ${error.title ?? error.message ?? 'no reason'}`;
      // what Meta says of it may name the person
      logger.warn({ chat: contactId, code: error?.code }, 'a message did not arrive');
      // the end of that second: what was said in it before this was
      const at = timestamp === undefined ? clock.now() : new Date(timestamp * 1000 + 999);
      const again = await failed(contactId, error?.code, reason ?? '', at);
      return receipt(contactId, { platformId: id, state, ...(reason && { reason }), ...(again && { again }) });
    }
  };
}
