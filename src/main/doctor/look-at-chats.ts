import { defineAccount } from '../../accounts/model.js';
import { type Chat, type Contact, defineChat, defineContact } from '../../contacts/model.js';
import { defineCustomer } from '../../orders/customer-model.js';
import { batches, type Look } from './finding.js';

/** A chat with something to do is found by somebody, its messages have their order, and people are who they are linked to. */
export const lookAtChats: Look = async function* (db) {
  const [chats, contacts, accounts, customers] = [
    defineChat(db),
    defineContact(db),
    defineAccount(db),
    defineCustomer(db),
  ];
  const fields = { channel: 1, wakeAt: 1, seq: 1, inbox: 1, outbox: 1, later: 1 };
  for await (const batch of batches<Chat>(chats.find({}, fields).lean<Chat>().cursor())) {
    const there = new Set(await contacts.distinct('_id', { _id: { $in: batch.map(({ _id }) => _id) } }));
    for (const chat of batch) {
      const of = `chat ${chat._id}`;
      if (!there.has(chat._id)) yield { of, says: 'its contact is not there' };
      for (const says of chatFaults(chat)) yield { of, says };
    }
  }
  for await (const batch of batches<Contact>(contacts.find().lean<Contact>().cursor())) {
    const accountIds = new Set(await accounts.distinct('_id', { _id: { $in: idsOf(batch, 'accountId') } }));
    const customerIds = new Set(await customers.distinct('_id', { _id: { $in: idsOf(batch, 'customerId') } }));
    for (const { _id, accountId, customerId, addresses, replyTo } of batch) {
      const of = `contact ${_id}`;
      if (accountId && !accountIds.has(accountId)) yield { of, says: `its account ${accountId} is not there` };
      if (customerId && !customerIds.has(customerId)) yield { of, says: `its customer ${customerId} is not there` };
      if (!addresses.includes(replyTo)) yield { of, says: 'answers go to an address that is not its own' };
    }
  }
};

/** What is wrong with a chat by itself. */
export function chatFaults({ seq, inbox = [], outbox = [], later = [], wakeAt }: Chat): string[] {
  const faults: string[] = [];
  if (inbox.length + outbox.length + later.length > 0 && !wakeAt) faults.push('it has work that nobody will look at');
  for (const [name, items] of [['came in', inbox] as const, ['goes out', outbox] as const]) {
    const numbers = items.map((item) => item.seq);
    if (numbers.some((one, n) => n > 0 && one <= (numbers[n - 1] ?? 0))) faults.push(`what ${name} is out of order`);
    if (numbers.some((one) => one > seq)) faults.push(`what ${name} has a number that was not given yet`);
  }
  if (new Set(outbox.map(({ id }) => id)).size < outbox.length) faults.push('the same message goes out twice');
  return faults;
}

const idsOf = (batch: readonly Contact[], field: 'accountId' | 'customerId'): string[] =>
  batch.flatMap((contact) => contact[field] ?? []);
