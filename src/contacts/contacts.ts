import type { QueryFilter, UpdateQuery } from 'mongoose';
import type { Clock } from '../platform/clock.js';
import { newId } from '../platform/ids.js';
import { bare, type Db, isDuplicateKey } from '../platform/mongo.js';
import { findTogether } from '../platform/together.js';
import { findByAddress } from './by-address.js';
import { inShop } from './in-shop.js';
import { type ChannelName, type Contact, defineChat, defineContact, type Proof, type Who } from './model.js';
import { createUnite } from './unite.js';
import { withoutBypass } from './without-bypass.js';

/** A web page that was not opened for this long is not waited for. */
const WEB_CHAT_LIVES_DAYS = 30;

/** More first messages at once than anybody sends. */
const MOST_TRIES = 50;

export type Contacts = ReturnType<typeof createContacts>;

/**
 * The people Haat talks with, one document for each on each channel.
 * @param trustBypass whether proofs made without a real code count; false when OTPs are verified
 */
export function createContacts({ db, clock, trustBypass }: { db: Db; clock: Clock; trustBypass: boolean }) {
  const model = defineContact(db);
  const kept = bare<Contact>(db, model);
  const byId = findTogether(kept);
  const byAddress = findByAddress(kept);
  let changes = 0;
  /** How many changes there had been when a contact was asked for. */
  const askedAt = new WeakMap<Who, number>();
  const chats = defineChat(db);
  const unite = createUnite(db);

  const trusted = (contact: Contact | null, asked?: number): Contact | null => {
    const known = contact && !trustBypass ? withoutBypass(contact) : contact;
    if (known && asked !== undefined) askedAt.set(known, asked);
    return known;
  };
  const proofCounts = (field: 'accountProof' | 'customerProof') => (trustBypass ? {} : { [field]: { $ne: 'bypass' } });
  const change = async (id: string, update: UpdateQuery<Contact> | object[]): Promise<void> => {
    try {
      await model.updateOne({ _id: id }, update, { updatePipeline: Array.isArray(update) });
    } finally {
      changes += 1;
    }
  };

  /** Notes of a seller whom nothing reached until now that orders may have come meanwhile; in one step with being there again. */
  const comeBack = async (filter: QueryFilter<Contact>): Promise<void> => {
    const now = clock.now();
    const away = [
      { deadAt: { $ne: null } },
      { channel: 'web-chat' as const, lastSeenAt: { $lt: oldestSeen(now) } },
      { channel: 'whatsapp-cloud' as const, lastSeenAt: { $lt: windowOpened(now) } },
    ];
    await model.updateOne(
      { ...filter, accountId: { $ne: null }, ...proofCounts('accountProof'), $or: away },
      { $set: { cameBackAt: now, lastSeenAt: now }, $unset: { deadAt: 1 } },
    );
  };

  /** What was found to be the same person as another is that other one. */
  async function find(id: string): Promise<Contact | null> {
    const asked = changes;
    const found = await byId(id);
    return found?.mergedInto ? find(found.mergedInto) : trusted(found, asked);
  }

  return {
    find,

    /** Whether this came from `find`, `meet` or `liveOfAccount`, and no contact was changed here since it was asked for. */
    holds: (contact: Who): contact is Contact => askedAt.get(contact) === changes,

    /**
     * The contact of an address, made when it writes for the first time; a dead one that writes lives again. One that is
     * being forgotten still is: else what was said so far would stay for good.
     * @param others what else the channel calls this person now: contacts of these are the same person from now on
     */
    async meet(
      channel: ChannelName,
      address: string,
      known: { name?: string; language?: string } = {},
      others: readonly string[] = [],
    ): Promise<Contact> {
      const now = clock.now();
      const addresses = [address, ...others];
      const asked = changes;
      // of nearly all messages there is nothing to note, and to look is cheaper than to write
      const met = trusted(await byAddress({ channel, address }), asked);
      if (met && isAsMet(met, addresses, now)) return met;
      const filter = { channel, addresses: { $in: addresses } };
      const update = {
        $set: { lastSeenAt: now, replyTo: address },
        $unset: { deadAt: 1 },
        $setOnInsert: { _id: newId(), channel, addresses, createdAt: now, ...known },
      };
      await comeBack(filter);
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        try {
          if (others.length > 0) await unite(channel, addresses);
          const contact = trusted(
            await model.findOneAndUpdate(filter, update, { upsert: true, returnDocument: 'after' }).lean<Contact>(),
          );
          if (contact && addresses.every((one) => contact.addresses.includes(one))) return contact;
        } catch (error) {
          // two first messages at once: the other one made it
          if (!isDuplicateKey(error)) throw error;
        }
      }
      throw new Error('an address of this person cannot be kept as it is');
    },

    /** Finds the contact of an address without counting it as seen. */
    at: async (channel: ChannelName, address: string): Promise<Contact | null> =>
      trusted(await byAddress({ channel, address })),

    linkAccount: (id: string, accountId: string, phone: string, proof: Proof) =>
      change(id, { $set: { accountId, accountProof: proof, phone, phoneProof: proof } }),
    linkCustomer: (id: string, customerId: string, phone: string, proof: Proof) =>
      change(id, { $set: { customerId, customerProof: proof, phone, phoneProof: proof } }),
    provePhone: (id: string, phone: string, proof: Proof) => change(id, { $set: { phone, phoneProof: proof } }),
    setSellingStore: (id: string, storeId: string) => change(id, { $set: { sellingStoreId: storeId } }),
    /** @param cartId the contact's cart there, when there is one; carts of other shops stay as they are */
    enterShop: (id: string, storeId: string, cartId?: string) => change(id, [{ $set: inShop(storeId, cartId) }]),
    setLanguage: (id: string, language: string) => change(id, { $set: { language } }),
    /** The person looks at the conversation without writing; who asked to be forgotten stays so. */
    async seen(id: string): Promise<void> {
      await comeBack({ _id: id, forgottenAt: null });
      await model.updateOne({ _id: id, forgottenAt: null }, { $set: { lastSeenAt: clock.now() } });
    },
    /** Meta says that at that time the person had not written for 24 hours; what they wrote since then counts. */
    async windowClosed(id: string, at: Date): Promise<void> {
      await model.updateOne({ _id: id, lastSeenAt: { $lte: at } }, { $min: { lastSeenAt: windowOpened(clock.now()) } });
    },
    markDead: (id: string) => change(id, { $set: { deadAt: clock.now() } }),

    /** Sellers who are there again and have yet to be shown what nobody was told of; at most `limit`. */
    async back(limit: number): Promise<string[]> {
      const found = await model
        .find({ cameBackAt: { $exists: true } }, { _id: 1 })
        .sort({ cameBackAt: 1 })
        .limit(limit)
        .lean<{ _id: string }[]>();
      return found.map(({ _id }) => _id);
    },
    /** They were shown it; unless they went away and came back once more. */
    async caughtUp(id: string, cameBackAt: Date): Promise<void> {
      await model.updateOne({ _id: id, cameBackAt }, { $unset: { cameBackAt: 1 } });
    },

    /** Whom an alert of this account reaches. */
    async liveOfAccount(accountId: string): Promise<Contact[]> {
      const asked = changes;
      const filter: object = { accountId, deadAt: null, ...proofCounts('accountProof') };
      const found = await kept().find(filter).sort({ _id: 1 }).toArray();
      return found.filter(isLive(clock)).flatMap((contact) => trusted(contact, asked) ?? []);
    },

    async liveOfCustomer(customerId: string): Promise<Contact[]> {
      const found = await model
        .find({ customerId, deadAt: null, ...proofCounts('customerProof') })
        .sort({ _id: 1 })
        .lean<Contact[]>();
      return found.filter(isLive(clock));
    },

    /** Every contact that knows this customer, whether it can be reached or not. */
    ofCustomer: (customerId: string): Promise<Contact[]> =>
      model.find({ customerId }).sort({ _id: 1 }).lean<Contact[]>().exec(),

    /** Contacts whose number was really proved: those that a code may be sent to. */
    async ofPhone(phone: string): Promise<Contact[]> {
      return model.find({ phone, phoneProof: { $in: ['platform', 'otp'] }, deadAt: null }).lean<Contact[]>();
    },

    /**
     * Takes away all that is known of the person; what is left, an address without a name, goes with `erase` once the
     * goodbye has been said.
     */
    forget: (id: string) =>
      change(id, {
        $set: { forgottenAt: clock.now() },
        $unset: Object.fromEntries(PERSONAL.map((field) => [field, 1])),
      }),

    /** Takes away what is known of the person as a buyer; what they sell, and the number that is proved for it, stays. */
    forgetCustomer: (id: string) => change(id, { $unset: { customerId: 1, customerProof: 1, shop: 1 } }),

    /**
     * Removes the contact and its chat.
     * @param seq of the chat when it was read: nothing is removed if something has come into it since
     * @returns whether they are gone
     */
    async erase(id: string, seq?: number): Promise<boolean> {
      await chats.deleteOne({ _id: id, ...(seq !== undefined && { seq }) });
      if (await chats.exists({ _id: id })) return false;
      await model.deleteOne({ _id: id });
      return true;
    },
  };
}

const PERSONAL = [
  'name',
  'language',
  'phone',
  'phoneProof',
  'accountId',
  'accountProof',
  'customerId',
  'customerProof',
  'sellingStoreId',
  'shop',
  'carts',
  'cameBackAt',
] as const;

const oldestSeen = (now: Date): Date => new Date(now.getTime() - WEB_CHAT_LIVES_DAYS * 86_400_000);

/** WhatsApp's official API takes free messages for 24 hours after the person's last one. */
const WINDOW_MS = 24 * 3_600_000;

const windowOpened = (now: Date): Date => new Date(now.getTime() - WINDOW_MS);

/** Whether Meta takes what we say to this person, on whose words of the last 24 hours it depends. */
export const isWindowOpen = ({ lastSeenAt }: Pick<Contact, 'lastSeenAt'>, now: Date): boolean =>
  lastSeenAt > windowOpened(now);

/** Whether a message of now changes nothing: `lastSeenAt` may be this much behind, less than anything hangs on. */
const SEEN_EVERY_MS = 60_000;

const isAsMet = ({ deadAt, replyTo, lastSeenAt, ...met }: Contact, addresses: readonly string[], now: Date): boolean =>
  !deadAt &&
  replyTo === addresses[0] &&
  now.getTime() - lastSeenAt.getTime() < SEEN_EVERY_MS &&
  addresses.every((one) => met.addresses.includes(one));

const isLive = (clock: Clock) => {
  const oldest = oldestSeen(clock.now());
  return ({ channel, lastSeenAt }: Contact): boolean => channel !== 'web-chat' || lastSeenAt >= oldest;
};
