import { expect, it } from 'vitest';
import { chatWith } from '../../support/chat.js';
import { testClock } from '../../support/clock.js';
import { testServices } from '../../support/services.js';

const clock = testClock();
const services = testServices({ env: { OTP_MODE: 'verify' }, clock });

/** A chat on the phone itself, where codes arrive. */
async function aPhone(mobile: string) {
  const phone = await chatWith(services, { channel: 'telegram' });
  await services.contacts.provePhone(phone.contactId, mobile, 'platform');
  return {
    async lastCode(): Promise<string> {
      const outbox = (await services.chats.find(phone.contactId))?.outbox ?? [];
      return /\d{6}/.exec(outbox.at(-1)?.prompt?.text ?? '')?.[0] ?? '';
    },
  };
}

it('sends a code to the number, and takes no other', async () => {
  const mobile = '+919820000011';
  const phone = await aPhone(mobile);
  const page = await chatWith(services, { noReplay: true });
  await page.types('sell');
  expect(await page.types(mobile)).toBe(`I sent a code to ${mobile}. Type it here.`);
  const code = await phone.lastCode();
  const wrong = code === '111111' ? '222222' : '111111';
  expect(await page.types(wrong)).toContain('You have 4 tries left.');
  expect((await page.contact()).accountId).toBeUndefined();
  expect(await page.types(code)).toBe('What is your shop called?');
  expect(await page.contact()).toMatchObject({ phone: mobile, phoneProof: 'otp' });
});

it('sends another code when asked, once a minute', async () => {
  const mobile = '+919820000012';
  const phone = await aPhone(mobile);
  const page = await chatWith(services, { noReplay: true });
  await page.types('sell');
  await page.types(mobile);
  const first = await phone.lastCode();
  expect(await page.taps('resend')).toMatch(/again in \d+ seconds/);
  clock.pass(61);
  expect(await page.taps('resend')).toContain('A new code is on its way.');
  const second = await phone.lastCode();
  if (first !== second) expect(await page.types(first)).toContain('That is another code.');
  expect(await page.types(second)).toBe('What is your shop called?');
});

it('goes back to the number when it was mistyped', async () => {
  const page = await chatWith(services);
  await page.types('sell');
  await page.types('9820000013');
  expect(await page.types('back')).toMatch(/^Share your number/);
});

it('does not believe a number that was proved in test mode', async () => {
  const page = await chatWith(services);
  await services.contacts.provePhone(page.contactId, '+919820000014', 'bypass');
  expect(await page.types('sell')).toMatch(/^Share your number/);
});
