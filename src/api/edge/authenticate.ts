import type { Tokens } from '../../accounts/tokens.js';
import { Refusal } from '../../platform/refusal.js';
import type { Auth, Buyer, Seller } from './route.js';

/**
 * Who asks, by the bearer token alone: nothing is looked up.
 * @throws Refusal `bad_token` (401) without a token of ours, `wrong_side` (403) with one of the other audience
 */
export function authenticate(tokens: Tokens, wanted: Auth, authorization: string | undefined): Seller | Buyer {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  const { audience, subject } = tokens.verify(token);
  if (wanted !== 'either' && audience !== wanted) throw new Refusal('wrong_side', 403);
  return audience === 'seller' ? { audience, accountId: subject } : { audience, customerId: subject };
}
