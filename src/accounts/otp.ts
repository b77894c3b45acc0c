import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/logger.js';
import { type Db, isDuplicateKey } from '../platform/mongo.js';
import { checkOnce, type Once } from '../platform/once.js';
import { Refusal } from '../platform/refusal.js';
import { defineSentCode, type Purpose, type SentCode } from './model.js';
import type { OtpSender } from './otp-senders.js';
import {
  CODE_LIFE_SECONDS,
  CODE_PAUSE_SECONDS,
  CODE_TRIES,
  drawCode,
  hashCode,
  parseCode,
  sameHash,
  secondsToWait,
} from './rules.js';

export type OtpDeps = {
  db: Db;
  clock: Clock;
  /** `bypass` takes any 4–8 digits for any number and sends nothing. */
  mode: 'bypass' | 'verify';
  production: boolean;
  /** Keys the hash that is kept of a code. */
  secret: string;
  /** In the order they are tried; those `forLaptop` are left out in production. */
  senders: readonly OtpSender[];
  log?: Logger;
};

/** What a known key gets: the first answer alone, or the code again. */
type Repeated = 'answer' | 'send';

export type Otp = ReturnType<typeof createOtp>;

/** One-time codes that prove a mobile number. */
export function createOtp({ db, clock, mode, production, secret, senders, log }: OtpDeps) {
  const model = defineSentCode(db);
  const usable = senders.filter((sender) => !(production && sender.forLaptop));
  const after = (seconds: number): Date => new Date(clock.now().getTime() + seconds * 1000);
  const secondsLeft = (until: Date): number => Math.max(1, Math.ceil((until.getTime() - clock.now().getTime()) / 1000));

  /** The code that this key had sent already, while it lives. @throws Refusal `idempotency_key_reused` (422) */
  async function sentBefore(_id: string, once: Once): Promise<SentCode | null> {
    const kept = await model.findOne({ _id, sentBy: once.key, expiresAt: { $gt: clock.now() } }).lean<SentCode>();
    if (kept) checkOnce({ hash: kept.sentHash }, once);
    return kept;
  }

  /**
   * Keeps the new code in place of the one before, unless that is younger than the pause.
   * @returns false when a request with the same key did so a moment ago
   */
  async function replaceCode(_id: string, hash: string, once: Once | undefined): Promise<boolean> {
    const code = { hash, tries: 0, sentAt: clock.now(), expiresAt: after(CODE_LIFE_SECONDS) };
    const by = once && { sentBy: once.key, ...(once.hash && { sentHash: once.hash }) };
    try {
      await model.replaceOne(
        { _id, sentAt: { $lte: after(-CODE_PAUSE_SECONDS) } },
        { ...code, ...by },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      if (once && (await sentBefore(_id, once))) return false;
      const kept = await model.findById(_id).lean<SentCode>();
      const seconds = secondsToWait(kept?.sentAt ?? clock.now(), clock.now());
      throw new Refusal('otp_too_soon', 429, { seconds, count: seconds });
    }
  }

  /**
   * Keeps the hash of a code that is to be sent now.
   * @returns the code of this key that stays instead, since what is repeated is only answered
   */
  async function keepCode(
    _id: string,
    hash: string,
    once: Once | undefined,
    repeated: Repeated,
  ): Promise<SentCode | null> {
    for (;;) {
      const before = once ? await sentBefore(_id, once) : null;
      if (before && repeated === 'answer') return before;
      if (before) {
        // guesses go on being counted, and the pause goes on: it is the same request
        await model.updateOne({ _id }, { $set: { hash, expiresAt: after(CODE_LIFE_SECONDS) } });
        return null;
      }
      if (await replaceCode(_id, hash, once)) return null;
    }
  }

  /** The first sender that can. Nobody is told when none could: the answer would tell which numbers are known. */
  async function deliver(mobile: string, code: string, language: string): Promise<void> {
    for (const sender of usable) {
      try {
        if (await sender.send(mobile, code, language)) return;
      } catch (error) {
        log?.warn({ err: error, sender: sender.name }, 'a sender of codes did not work');
      }
    }
    log?.error('no sender could deliver a code');
  }

  return {
    mode,

    /**
     * Sends a code that lives 5 minutes; the answer is the same whether the number is known here or not.
     * @param mobile E.164
     * @param language the language of the message
     * @param once the same key while its code lives is no second request
     * @param repeated what is done for it then: `answer` sends nothing. `send` is for a chat turn that is run again,
     *   because it may have been stopped before the first code went out; nobody can choose the key of a turn
     * @throws Refusal `otp_too_soon` (429, `seconds` to wait) within a minute of the last code for that number and
     *   purpose, `idempotency_key_reused` (422)
     */
    async send(
      mobile: string,
      purpose: Purpose,
      language = 'en',
      once?: Once,
      repeated: Repeated = 'answer',
    ): Promise<{ expiresInSeconds: number }> {
      if (mode === 'bypass') return { expiresInSeconds: CODE_LIFE_SECONDS };
      const code = drawCode();
      const hash = hashCode(secret, purpose, mobile, code);
      const before = await keepCode(`${purpose}:${mobile}`, hash, once, repeated);
      if (before) return { expiresInSeconds: secondsLeft(before.expiresAt) };
      await deliver(mobile, code, language);
      return { expiresInSeconds: CODE_LIFE_SECONDS };
    },

    /**
     * Takes a code as typed, once.
     * @returns how the number is proved now
     * @throws Refusal `bad_otp` (422) for what is no code, `wrong_otp` (401, `count` tries left), `otp_expired` (401) when
     *   there is no code that could be right: used, too old, too often guessed, or never sent
     */
    async check(mobile: string, purpose: Purpose, typed: string, once?: Once): Promise<'otp' | 'bypass'> {
      const code = parseCode(typed);
      if (mode === 'bypass') return 'bypass';
      const _id = `${purpose}:${mobile}`;
      const hash = hashCode(secret, purpose, mobile, code);
      if (once && (await model.exists({ _id, usedBy: once.key, usedHash: hash }))) return 'otp';
      // counted before it is compared: guesses made at once have no more tries than one after another
      const kept = await model
        .findOneAndUpdate(
          { _id, hash: { $exists: true }, tries: { $lt: CODE_TRIES }, expiresAt: { $gt: clock.now() } },
          { $inc: { tries: 1 } },
          { returnDocument: 'after' },
        )
        .lean<SentCode>();
      if (!kept?.hash) throw new Refusal('otp_expired', 401);
      const left = CODE_TRIES - kept.tries;
      if (!sameHash(kept.hash, hash))
        throw left > 0 ? new Refusal('wrong_otp', 401, { count: left }) : new Refusal('otp_expired', 401);
      const use = once ? { $unset: { hash: 1 }, $set: { usedBy: once.key, usedHash: hash } } : { $unset: { hash: 1 } };
      const used = await model.updateOne({ _id, hash }, use);
      if (used.modifiedCount === 0) throw new Refusal('otp_expired', 401);
      return 'otp';
    },
  };
}
