import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOtp } from '../../src/accounts/otp.js';
import type { OtpSender } from '../../src/accounts/otp-senders.js';
import { makeIndexes } from '../../src/platform/mongo.js';
import { Refusal } from '../../src/platform/refusal.js';
import { testClock } from '../support/clock.js';
import { testDb } from '../support/db.js';
import { plansOf } from '../support/plans.js';

const db = testDb();
const clock = testClock();
let mobile = '';
let count = 0;

/** A phone: keeps what it was sent. */
function aPhone(answer: boolean | Error = true, name = 'phone') {
  const codes: string[] = [];
  const languages: string[] = [];
  const sender: OtpSender = {
    name,
    async send(_to, code, language) {
      if (answer instanceof Error) throw answer;
      if (answer) codes.push(code);
      languages.push(language);
      return answer;
    },
  };
  return { ...sender, codes, languages, last: () => codes.at(-1) ?? '' };
}

const anOtp = (senders: OtpSender[], production = false) =>
  createOtp({ db, clock, mode: 'verify', production, secret: 's'.repeat(32), senders });

/** A code of the same length that is not `code`. */
const another = (code: string, by = 1): string => ((Number(code) + by) % 1_000_000).toString().padStart(6, '0');

beforeAll(async () => {
  anOtp([]);
  await makeIndexes(db);
});
beforeEach(() => {
  mobile = `+9198765${(10_000 + count++).toString()}`;
});

describe('in bypass mode', () => {
  const sender = aPhone();
  const otp = createOtp({ db, clock, mode: 'bypass', production: false, secret: 'x', senders: [sender] });

  it('takes any 4 to 8 digits for any number, and says that nothing was proved', async () => {
    await otp.send(mobile, 'seller');
    for (const code of ['1234', '12345678', '१२३४']) expect(await otp.check(mobile, 'seller', code)).toBe('bypass');
    expect(sender.codes).toEqual([]);
  });

  it('still refuses what is no code', async () => {
    await expect(otp.check(mobile, 'seller', '12')).rejects.toEqual(new Refusal('bad_otp', 422));
  });
});

describe('a code that was sent', () => {
  it('proves the number once', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    expect(await otp.send(mobile, 'seller', 'hi')).toEqual({ expiresInSeconds: 300 });
    expect(phone.last()).toMatch(/^\d{6}$/);
    expect(phone.languages).toEqual(['hi']);
    expect(await otp.check(mobile, 'seller', phone.last())).toBe('otp');
    await expect(otp.check(mobile, 'seller', phone.last())).rejects.toEqual(new Refusal('otp_expired', 401));
  });

  it('is not kept as it is', async () => {
    const phone = aPhone();
    await anOtp([phone]).send(mobile, 'seller');
    const kept = await db.collection('sent_codes').findOne({ _id: `seller:${mobile}` as never });
    expect(kept).toMatchObject({ tries: 0 });
    expect(JSON.stringify(kept)).not.toContain(phone.last());
  });

  it('is taken from one of 20 who use it at once', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => otp.check(mobile, 'seller', phone.last())));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is worth nothing for another purpose or another number', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    await expect(otp.check(mobile, 'customer', phone.last())).rejects.toEqual(new Refusal('otp_expired', 401));
    await expect(otp.check('+919811111111', 'seller', phone.last())).rejects.toEqual(new Refusal('otp_expired', 401));
  });

  it('ends after 5 minutes', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    clock.pass(300);
    await expect(otp.check(mobile, 'seller', phone.last())).rejects.toEqual(new Refusal('otp_expired', 401));
  });

  it('is removed by MongoDB when its time is over', async () => {
    const indexes = await db.collection('sent_codes').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { expiresAt: 1 }, expireAfterSeconds: 0 }));
  });

  it('gives the same turn its result again, but only for the same code', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    const code = phone.last();
    expect(await otp.check(mobile, 'seller', code, { key: 'contact.7' })).toBe('otp');
    expect(await otp.check(mobile, 'seller', code, { key: 'contact.7' })).toBe('otp');
    await expect(otp.check(mobile, 'seller', another(code), { key: 'contact.7' })).rejects.toThrow(Refusal);
    await expect(otp.check(mobile, 'seller', code, { key: 'contact.8' })).rejects.toThrow(Refusal);
  });
});

describe('guessing', () => {
  it('ends after five tries, and then the right code is late', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    for (const left of [4, 3, 2, 1]) {
      const wrong = otp.check(mobile, 'seller', another(phone.last()));
      await expect(wrong).rejects.toMatchObject({ code: 'wrong_otp', status: 401, params: { count: left } });
    }
    const expired = new Refusal('otp_expired', 401);
    await expect(otp.check(mobile, 'seller', another(phone.last()))).rejects.toEqual(expired);
    await expect(otp.check(mobile, 'seller', phone.last())).rejects.toEqual(expired);
  });

  it('has five tries also when 20 guess at once', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    const guesses = Array.from({ length: 20 }, (_, i) => otp.check(mobile, 'seller', another(phone.last(), i + 1)));
    const codes = (await Promise.allSettled(guesses)).map((one) => one.status === 'rejected' && one.reason.code);
    expect(codes.filter((code) => code === 'wrong_otp')).toHaveLength(4);
    expect(codes.filter((code) => code === 'otp_expired')).toHaveLength(16);
    await expect(otp.check(mobile, 'seller', phone.last())).rejects.toEqual(new Refusal('otp_expired', 401));
  });

  it('starts anew with a new code', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    await otp.check(mobile, 'seller', another(phone.last())).catch(() => undefined);
    clock.pass(60);
    await otp.send(mobile, 'seller');
    await expect(otp.check(mobile, 'seller', another(phone.last()))).rejects.toMatchObject({ params: { count: 4 } });
    expect(await otp.check(mobile, 'seller', phone.last())).toBe('otp');
  });
});

describe('asking for a code', () => {
  it('works once a minute for a number and purpose, and tells how long to wait', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    clock.pass(20);
    const tooSoon = { code: 'otp_too_soon', status: 429, params: { seconds: 40, count: 40 } };
    await expect(otp.send(mobile, 'seller')).rejects.toMatchObject(tooSoon);
    await otp.send(mobile, 'customer');
    clock.pass(40);
    await otp.send(mobile, 'seller');
    expect(phone.codes).toHaveLength(3);
  });

  it('sends one code to a number that asks 20 times at once', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => otp.send(mobile, 'seller')));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(phone.codes).toHaveLength(1);
  });

  it('waits its minute also after the code was used', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller');
    await otp.check(mobile, 'seller', phone.last());
    await expect(otp.send(mobile, 'seller')).rejects.toMatchObject({ code: 'otp_too_soon' });
  });

  it('sends again for a turn that is run again, and the later code counts', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller', 'en', { key: 'contact.3' }, 'send');
    await otp.send(mobile, 'seller', 'en', { key: 'contact.3' }, 'send');
    expect(phone.codes).toHaveLength(2);
    expect(await otp.check(mobile, 'seller', phone.last())).toBe('otp');
    await expect(otp.send(mobile, 'seller', 'en', { key: 'contact.4' }, 'send')).rejects.toMatchObject({ status: 429 });
  });

  it('counts the guesses on when a turn is run again', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await otp.send(mobile, 'seller', 'en', { key: 'contact.3' }, 'send');
    await otp.check(mobile, 'seller', another(phone.last())).catch(() => undefined);
    await otp.send(mobile, 'seller', 'en', { key: 'contact.3' }, 'send');
    const guess = otp.check(mobile, 'seller', another(phone.last()));
    await expect(guess).rejects.toMatchObject({ code: 'wrong_otp', params: { count: 3 } });
  });

  it('again with one key, as a client does that lost the answer, sends nothing, while the code lives', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    const again = () => otp.send(mobile, 'seller', 'en', { key: 'k', hash: 'h' });
    await again();
    const code = phone.last();
    clock.pass(90);
    expect(await again()).toEqual({ expiresInSeconds: 210 });
    expect(phone.codes).toEqual([code]);
    const other = otp.send(mobile, 'seller', 'en', { key: 'k', hash: 'i' });
    await expect(other).rejects.toEqual(new Refusal('idempotency_key_reused', 422));
    clock.pass(210);
    expect(await again()).toEqual({ expiresInSeconds: 300 });
    expect(phone.codes).toHaveLength(2);
  });

  it('20 times at once with one key sends one code, and answers all', async () => {
    const phone = aPhone();
    const otp = anOtp([phone]);
    await Promise.all(Array.from({ length: 20 }, () => otp.send(mobile, 'seller', 'en', { key: 'k', hash: 'h' })));
    expect(phone.codes).toHaveLength(1);
  });

  it('takes the first sender that can', async () => {
    const [absent, broken, phone, spare] = [aPhone(false), aPhone(new Error('no route')), aPhone(), aPhone()];
    await anOtp([absent, broken, phone, spare]).send(mobile, 'seller');
    expect([absent, broken, phone, spare].map(({ codes }) => codes.length)).toEqual([0, 0, 1, 0]);
  });

  it('answers the same when no sender can, so that nobody learns which numbers are known', async () => {
    const otp = anOtp([aPhone(false), aPhone(new Error('down'))]);
    expect(await otp.send(mobile, 'seller')).toEqual({ expiresInSeconds: 300 });
    await expect(otp.send(mobile, 'seller')).rejects.toMatchObject({ code: 'otp_too_soon' });
  });

  it('never shows a code on the log of a production server', async () => {
    const shown = vi.fn(async () => true);
    const laptop: OtpSender = { name: 'log', forLaptop: true, send: shown };
    await anOtp([laptop], true).send(mobile, 'seller');
    expect(shown).not.toHaveBeenCalled();
    await anOtp([laptop]).send(mobile, 'customer');
    expect(shown).toHaveBeenCalledOnce();
  });
});

it('never reads all codes to find one', async () => {
  const phone = aPhone();
  const otp = anOtp([phone]);
  const plans = await plansOf(db, async () => {
    await otp.send(mobile, 'seller');
    await otp.send(mobile, 'seller').catch(() => undefined);
    await otp.check(mobile, 'seller', phone.last(), { key: 'contact.1' });
  });
  expect(plans.length).toBeGreaterThanOrEqual(4);
  expect(plans.filter(({ stages }) => stages.includes('COLLSCAN'))).toEqual([]);
});
