import { expect, it } from 'vitest';
import { type Chat, chatWith } from '../../support/chat.js';
import { testClock } from '../../support/clock.js';
import { testServices } from '../../support/services.js';

const clock = testClock();
const services = testServices({ env: { OTP_MODE: 'verify' }, clock });

/** The payload of the link that was last offered in a chat. */
const offered = (page: Chat): string => /\?start=(\S+)/.exec(page.talk.said())?.[1] ?? '';

async function aPageThatAsks(): Promise<Chat> {
  const page = await chatWith(services, { messenger: true });
  await page.types('sell');
  return page;
}

it('offers a page to prove the number in the messenger, where a code would be sent', async () => {
  const page = await aPageThatAsks();
  expect(page.talk.said()).toMatch(/^Share your number.*\nNo code needed: .* https:\/\/t\.me\/haat_bot\?start=v_/);
  expect(await page.types('9820000021')).toContain('https://t.me/haat_bot?start=v_');
});

it('offers nothing in the messenger itself, nor where none is on', async () => {
  const there = await chatWith(services, { messenger: true, channel: 'telegram' });
  expect(await there.types('sell')).not.toContain('t.me');
  const alone = await chatWith(services);
  expect(await alone.types('sell')).not.toContain('t.me');
});

it('proves the number of a page by the number that the messenger vouches for', async () => {
  const page = await aPageThatAsks();
  const phone = await chatWith(services, { channel: 'telegram' });
  expect(await phone.starts(offered(page))).toMatch(/^Prove your number for the page/);
  expect(await phone.sharesNumber('+919820000022')).toBe('Done. Your number is proved. Go back to the page.');
  expect(phone.vouched[0]).toEqual({ contactId: page.contactId, mobile: '+919820000022' });
  expect(await phone.contact()).toMatchObject({ phone: '+919820000022', phoneProof: 'platform' });
  // what the page is told then is an answer to its question
  expect(await page.sharesNumber('+919820000022')).toBe('What is your shop called?');
  expect(await page.contact()).toMatchObject({ phone: '+919820000022', phoneProof: 'platform' });
});

it('takes no number of somebody else', async () => {
  const page = await aPageThatAsks();
  const phone = await chatWith(services, { channel: 'telegram' });
  await phone.starts(offered(page));
  expect(await phone.sharesNumber('+919820000023', false)).toContain('Only your own number counts here.');
  expect(await phone.types('+919820000023')).toContain('Only your own number counts here.');
  expect(phone.vouched).toEqual([]);
});

it('asks before it uses a number that it knows', async () => {
  const page = await aPageThatAsks();
  const phone = await chatWith(services, { channel: 'telegram' });
  await services.contacts.provePhone(phone.contactId, '+919820000024', 'platform');
  expect(await phone.starts(offered(page))).toMatch(/^Prove \+919820000024 on the page you came from\?/);
  expect(await phone.taps('no')).toContain('Nothing was proved.');
  expect(phone.vouched).toEqual([]);
  await phone.starts(offered(page));
  expect(await phone.taps('yes')).toContain('Done.');
  expect(phone.vouched[0]).toEqual({ contactId: page.contactId, mobile: '+919820000024' });
});

it('says so when a link has had its time, also in the middle', async () => {
  const page = await aPageThatAsks();
  const phone = await chatWith(services, { channel: 'telegram' });
  await phone.starts(offered(page));
  clock.pass(16 * 60);
  expect(await phone.sharesNumber('+919820000025')).toMatch(/^This link has had its time\./);
  expect(await phone.starts(offered(page))).toMatch(/^This link has had its time\./);
  expect(phone.vouched).toEqual([]);
});

it('is of no use on the page that offered it', async () => {
  const page = await aPageThatAsks();
  expect(await page.starts(offered(page))).toMatch(/^Open this link in the messenger, not here\.\n\nShare your number/);
});
