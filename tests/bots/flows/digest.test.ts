import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/stores/model.js';
import { aSeller, chatWith } from '../../support/chat.js';
import { testServices } from '../../support/services.js';

const services = testServices();
const isOn = async ({ _id }: Store): Promise<boolean> => (await services.stores.byId(_id)).digest;
const anotherShop = async ({ accountId }: Store): Promise<Store> => {
  const account = await services.accounts.find(accountId);
  if (!account) throw new Error('no account');
  return services.stores.create(account, { name: 'Second', address: 'Pune' });
};

describe.each(['web-chat', 'whatsapp-web'] as const)('the summaries of a shop on %s', (channel) => {
  it('are switched off by a word, and on again by the button that comes with it', async () => {
    const seller = await aSeller(services, { channel });
    expect(await seller.types('digest off')).toContain('No more evening summaries of Asha Pickles.');
    expect(await isOn(seller.store)).toBe(false);
    expect(await seller.taps(`digest:on.${seller.store._id}`)).toContain(
      'Every evening I sum up the day of Asha Pickles.',
    );
    expect(await isOn(seller.store)).toBe(true);
    await seller.types('Digest OFF');
    await seller.types('digest on');
    expect(await isOn(seller.store)).toBe(true);
  });

  it('are only told of by the bare word', async () => {
    const seller = await aSeller(services, { channel });
    expect(await seller.types('digest')).toContain('Every evening I sum up');
    expect(seller.ids()).toEqual([`digest:off.${seller.store._id}`]);
    expect(await isOn(seller.store)).toBe(true);
  });

  it('are switched in the middle of something else by the button of the summary, which leaves that where it was', async () => {
    const seller = await aSeller(services, { channel });
    await seller.types('/newstore');
    await seller.presses(`digest:off.${seller.store._id}`);
    expect(seller.said()).toContain('What is your shop called?');
    expect(await isOn(seller.store)).toBe(false);
  });

  it('are no command where a name is asked', async () => {
    const seller = await aSeller(services, { channel });
    await seller.types('/newstore');
    expect(await seller.types('digest off')).toContain('Where is digest off?');
    expect(await isOn(seller.store)).toBe(true);
  });
});

describe('of several shops', () => {
  it('all are meant by the word alone, and one by its link or name', async () => {
    const seller = await aSeller(services);
    const second = await anotherShop(seller.store);
    await seller.types('digest off second');
    expect([await isOn(seller.store), await isOn(second)]).toEqual([true, false]);
    await seller.types(`digest off ${seller.store.link}`);
    expect(await isOn(seller.store)).toBe(false);
    expect(await seller.types('digest on')).toContain('the day of your shops');
    expect([await isOn(seller.store), await isOn(second)]).toEqual([true, true]);
    await seller.taps('digest:off');
    expect([await isOn(seller.store), await isOn(second)]).toEqual([false, false]);
  });
});

it.each(['digest off nowhere', 'digest perhaps', 'digest off off'])('"%s" changes nothing', async (words) => {
  const seller = await aSeller(services);
  expect(await seller.types(words)).toContain("I didn't understand that.");
  expect(await isOn(seller.store)).toBe(true);
});

it("nobody switches somebody else's", async () => {
  const other = await aSeller(services);
  const seller = await aSeller(services);
  expect(await seller.presses(`digest:off.${other.store._id}`)).toContain('You have no such store.');
  const nobody = await chatWith(services);
  await nobody.presses(`digest:off.${other.store._id}`);
  await nobody.types('digest off');
  expect(await isOn(other.store)).toBe(true);
});

it('a message that comes again does not undo what was switched since', async () => {
  const seller = await aSeller(services);
  const key = seller.nextKey();
  await seller.types('digest off');
  await seller.types('digest on');
  const { accountId, _id } = seller.store;
  await services.stores.update(accountId, _id, { digest: false }, { key });
  expect(await isOn(seller.store)).toBe(true);
});
