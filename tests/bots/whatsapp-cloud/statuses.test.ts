import { describe, expect, it } from 'vitest';
import { isWindowOpen } from '../../../src/contacts/index.js';
import { testClock } from '../../support/clock.js';
import { testDb } from '../../support/db.js';
import { aCloud } from './a-cloud.js';

const db = testDb();

/** Asha has just written, and something was sent to her. */
async function aSentMessage(template?: { name: string; language: string }) {
  const clock = testClock();
  const cloud = await aCloud(db, { clock, ...(template && { template }) });
  const asha = cloud.meta.person();
  await asha.types('hello');
  const contactId = (await cloud.contactOf(asha))?._id ?? '';
  const message = { id: 'wamid.1', to: asha.address };
  const isOpen = async () => {
    const contact = await cloud.contactOf(asha);
    return contact !== null && isWindowOpen(contact, clock.now());
  };
  return {
    ...{ ...cloud, clock, asha, contactId, message, isOpen },
    fails: (code: number, title = 'It did not go') => cloud.meta.status(message, 'failed', [{ code, title }]),
  };
}

describe('what became of a message', () => {
  it('is handed on: delivered, read, failed with the words of Meta', async () => {
    const { meta, message, fails, receipts, contactId } = await aSentMessage();
    for (const status of ['sent', 'delivered', 'read', 'deleted']) await meta.status(message, status);
    await fails(131026, 'Message undeliverable');
    await meta.status({ id: 'wamid.2', to: '911234567890' }, 'delivered');
    expect(receipts).toEqual([
      { contactId, platformId: 'wamid.1', state: 'delivered' },
      { contactId, platformId: 'wamid.1', state: 'delivered' },
      { contactId, platformId: 'wamid.1', state: 'failed', reason: 'Meta says 131026: Message undeliverable' },
    ]);
  });

  it('is found by the id that hides a number, too', async () => {
    const { meta, receipts } = await aSentMessage();
    const hidden = meta.person({ hidden: true, userId: 'IN.13491208655302741918' });
    await hidden.types('hello');
    await meta.tell({ statuses: [{ id: 'w', status: 'read', recipient_user_id: 'IN.13491208655302741918' }] });
    expect(receipts).toMatchObject([{ platformId: 'w', state: 'delivered' }]);
  });

  it.each([
    ['too much at once', 130429, true],
    ['a fault at Meta', 131000, true],
    ['too much for this person', 131056, true],
    ['a person who cannot be reached', 131026, undefined],
    ['a person who wants no news', 131050, undefined],
    ['a file that Meta does not take', 131053, undefined],
    ['a code of tomorrow', 139999, undefined],
  ])('that failed for %s (%i) is sent again or not', async (_, code, again) => {
    const { fails, receipts } = await aSentMessage();
    await fails(code);
    expect(receipts.map((receipt) => receipt.again)).toEqual([again]);
  });

  it('is safe before Meta is told so, and comes again while it is not', async () => {
    let isAway = true;
    const kept: string[] = [];
    const cloud = await aCloud(db, {
      deps: {
        async receipt(_, { platformId }) {
          if (isAway) throw new Error('the database is away');
          kept.push(platformId);
        },
      },
    });
    const asha = cloud.meta.person();
    await asha.types('hello');
    const told = cloud.meta.status({ id: 'wamid.1', to: asha.address }, 'delivered');
    await cloud.meta.waitFor(() => cloud.meta.answers().includes(500));
    isAway = false;
    await told;
    expect(kept).toEqual(['wamid.1']);
  });

  it('that cannot be read spoils no other', async () => {
    const { meta, message, receipts } = await aSentMessage();
    const odd = [null, 7, [], {}, { id: 'x' }, { id: {}, status: [] }, { id: 'x', status: 'failed', errors: 'x' }];
    const good = { ...message, status: 'delivered', recipient_id: message.to, timestamp: 'soon' };
    expect(await meta.post(meta.bodyOf({ statuses: [...odd, good] }))).toBe(200);
    expect(receipts).toMatchObject([{ platformId: 'wamid.1', state: 'delivered' }]);
  });
});

describe('a window that is closed by Meta’s clock', () => {
  it('is closed by ours from then on, and the alert goes as the template', async () => {
    const { fails, receipts, isOpen } = await aSentMessage({ name: 'order_news', language: 'en' });
    expect(await isOpen()).toBe(true);
    await fails(131047, 'Re-engagement message');
    expect(await isOpen()).toBe(false);
    expect(receipts).toMatchObject([{ state: 'failed', again: true }]);
  });

  it('is the reason of the failure where there is no template', async () => {
    const { fails, receipts, isOpen } = await aSentMessage();
    await fails(131047, 'Re-engagement message');
    expect(await isOpen()).toBe(false);
    expect(receipts.map(({ reason, again }) => [reason, again])).toEqual([
      ['Meta says 131047: Re-engagement message', undefined],
    ]);
  });

  it('stays open for who wrote since then, however late that news comes', async () => {
    const { meta, message, asha, clock, isOpen } = await aSentMessage();
    const late = { ...message, status: 'failed', recipient_id: message.to, errors: [{ code: 131047 }] };
    const timestamp = String(Math.floor(clock.now().getTime() / 1000));
    clock.pass(60);
    await asha.types('here I am');
    await meta.tell({ statuses: [{ ...late, timestamp }] });
    expect(await isOpen()).toBe(true);
  });
});

describe('a bill that was not paid', () => {
  it('is shown to the operator until a message arrives, though Meta takes messages all the while', async () => {
    const { channel, fails, meta, message, asha, contactOf, clock, log } = await aSentMessage();
    await channel.start();
    await expect.poll(() => channel.state?.()).toBe('up');
    await fails(131042, 'Business eligibility payment issue');
    await fails(131042, 'Business eligibility payment issue');
    const contact = await contactOf(asha);
    if (contact) await channel.send(contact, { id: 'x', seq: 1, at: clock.now(), prompt: { text: 'Hello' } });
    expect([channel.state?.(), channel.detail?.()]).toEqual([
      'down',
      'Meta says 131042: Business eligibility payment issue',
    ]);
    expect(log().match(/see to it at Meta/g)).toHaveLength(1);
    await meta.status(message, 'delivered');
    expect([channel.state?.(), channel.detail?.()]).toEqual(['up', undefined]);
    await channel.stop();
  });
});
