import { SendFault } from '../conversation/channel.js';
import { GraphFault } from './graph.js';

/**
 * What an error means for a message: `later` the same may go through, `final` it never will, `closed` the person has not
 * written for 24 hours, `account` nothing goes through until the operator has seen to it.
 */
export type Meaning = 'later' | 'final' | 'closed' | 'account';

const PAIR_RATE_MS = 6_000;
const SPAM_MS = 3_600_000;
/** An operator who has to see to it is not helped by asking often. */
const ACCOUNT_MS = 60_000;

/**
 * Meta's codes, as its page "Error codes" of the Cloud API tells them apart
 * (developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes).
 */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  // nobody's fault, or too much at once
  ...{ 1: 'later', 2: 'later', 4: 'later', 80007: 'later', 130429: 'later', 131000: 'later', 131016: 'later' },
  ...{ 131048: 'later', 131056: 'later', 131057: 'later', 133004: 'later' },
  // token, permissions, the standing of the account, the payment for it
  ...{ 0: 'account', 3: 'account', 10: 'account', 190: 'account', 33: 'account', 368: 'account', 131005: 'account' },
  ...{ 131031: 'account', 131037: 'account', 131042: 'account', 131045: 'account', 133010: 'account' },
  131047: 'closed',
};

const PAUSES: Readonly<Record<number, number>> = { 131056: PAIR_RATE_MS, 131048: SPAM_MS };

/** @param status of HTTP, where it was an answer to a call */
export function meaningOf(code: number | undefined, status = 400): Meaning {
  const known = code === undefined ? undefined : MEANINGS[code];
  if (known) return known;
  // permissions of every kind
  if (code !== undefined && code >= 200 && code < 300) return 'account';
  if (status === 401) return 'account';
  return status === 429 || status >= 500 ? 'later' : 'final';
}

/** The number is not there for this token: it was deleted, or the token may not use it any more. */
const isNumberGone = ({ code, subcode }: GraphFault): boolean => code === 100 && subcode === 33;

/** Whether only the operator can mend it; of a call for our number itself, not for a file. */
export const isOfAccount = (error: unknown): error is GraphFault =>
  error instanceof GraphFault &&
  error.status !== undefined &&
  (isNumberGone(error) || meaningOf(error.code, error.status) === 'account');

/** Whether the call itself was refused, so that the same one never goes through. */
export const isRefused = (error: unknown): boolean =>
  error instanceof GraphFault && error.status !== undefined && meaningOf(error.code, error.status) === 'final';

/** What a failed call means for a message that was to be sent. */
export function sendFaultOf(error: GraphFault): SendFault {
  const { message, code, status, afterMs } = error;
  if (isOfAccount(error)) return new SendFault('later', message, afterMs ?? ACCOUNT_MS);
  const meaning = status === undefined ? 'later' : meaningOf(code, status);
  if (meaning === 'later') return new SendFault('later', message, afterMs ?? (code && PAUSES[code]) ?? undefined);
  return new SendFault('final', message);
}
