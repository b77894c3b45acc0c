import type { mongo } from 'mongoose';
import { together } from '../platform/together.js';
import type { ChannelName, Contact } from './model.js';

/** The contact of an address, if there is one; messages come in portions, and what is asked for at once is read at once. */
export const findByAddress = (kept: () => mongo.Collection<Contact>) =>
  together<{ channel: ChannelName; address: string }, Contact | null>(async (asked) => {
    const [channel, addresses] = [asked.map((one) => one.channel), asked.map((one) => one.address)];
    const found = await kept()
      .find({ channel: { $in: channel }, addresses: { $in: addresses } })
      .toArray();
    return asked.map(
      (one) => found.find((met) => met.channel === one.channel && met.addresses.includes(one.address)) ?? null,
    );
  });
