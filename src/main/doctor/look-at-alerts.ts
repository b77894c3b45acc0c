import { type Chat, defineChat, defineContact } from '../../contacts/model.js';
import { type Delivery, defineDelivery, defineOrderEvent, type OrderEvent } from '../../orders/model.js';
import { batches, type Look } from './finding.js';

/** The relay looks every 2 s; what is untold for so long is found by nobody. */
const UNTOLD_MS = 60_000;

/** What happened to orders is told, and each message that is on its way stands in a chat that somebody will send. */
export const lookAtAlerts: Look = async function* (db, now) {
  const [events, deliveries, contacts, chats] = [
    defineOrderEvent(db),
    defineDelivery(db),
    defineContact(db),
    defineChat(db),
  ];
  const late = { told: false, at: { $lt: new Date(now.getTime() - UNTOLD_MS) } };
  for await (const { _id, at } of events.find(late).lean<OrderEvent>().cursor()) {
    yield { of: `event ${_id}`, says: `it was told to nobody since ${at.toISOString()}` };
  }
  for await (const batch of batches<Delivery>(deliveries.find().lean<Delivery>().cursor())) {
    const known = new Set(await events.distinct('_id', { _id: { $in: batch.map(({ eventId }) => eventId) } }));
    for (const { _id, eventId, state, sentAt } of batch) {
      if (!known.has(eventId)) yield { of: `delivery ${_id}`, says: 'its event is not there' };
      if (state === 'sent' && !sentAt) yield { of: `delivery ${_id}`, says: 'it was sent at no time' };
    }
    const queued = batch.filter(({ state }) => state === 'queued');
    const ids = { _id: { $in: queued.map(({ contactId }) => contactId) } };
    const waiting = new Map(
      (await chats.find(ids, { 'outbox.alert': 1 }).lean<Pick<Chat, '_id' | 'outbox'>[]>()).map((chat) => [
        chat._id,
        new Set(chat.outbox?.map(({ alert }) => alert?.eventId)),
      ]),
    );
    // whoever was forgotten is told nothing more
    const there = new Set(await contacts.distinct('_id', { ...ids, forgottenAt: null }));
    for (const { _id, eventId, contactId } of queued) {
      if (there.has(contactId) && !waiting.get(contactId)?.has(eventId)) {
        yield { of: `delivery ${_id}`, says: 'it is queued, and its chat has nothing to send of it' };
      }
    }
  }
};
