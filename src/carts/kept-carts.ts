import { createHash } from 'node:crypto';
import type { ClientContext, Redis, Result } from 'ioredis';
import type { Clock } from '../platform/clock.js';
import { newSecretId, SecretId } from '../platform/ids.js';
import type { Once } from '../platform/once.js';
import { orUnavailable } from '../platform/redis.js';
import { notFound, Refusal } from '../platform/refusal.js';
import { CART_DAYS, type ChosenLine, MOST_LINES, MOST_OF_A_LINE } from './rules.js';
import { CART_SCRIPT, type CartChange } from './script.js';

declare module 'ioredis' {
  interface RedisCommander<Context extends ClientContext = { type: 'default' }> {
    changeCart(cart: string, ask: string): Result<Answer, Context>;
  }
}

/** A cart as it is kept: what was chosen, without names and prices. */
export type KeptCart = { cartId: string; storeId: string; version: number; expiresAt: string; chosen: ChosenLine[] };

const TTL_MS = CART_DAYS * 24 * 60 * 60 * 1000;
/** A lost answer is asked for again soon. */
const ONCE_SECONDS = 24 * 60 * 60;

/** As the script answers: a code, and behind `ok` what the cart is now. */
type Fields = [store: string, version: string, expires: string, lines: string];
type Answer = ['ok', ...Fields] | [code: string];

const STATUS: Readonly<Record<string, number>> = {
  no_cart: 404,
  no_product: 404,
  cart_other_store: 409,
  cart_full: 422,
  bad_qty: 422,
  idempotency_key_reused: 422,
};

/** The carts in Redis. @throws Refusal `unavailable` (503) from every verb when Redis does not answer within 1.5 s */
export function createKeptCarts({ redis, clock }: { redis: Redis; clock: Clock }) {
  const keyOf = (cartId: string): string => `cart:${cartId}`;
  // sent as its hash; the text only where Redis has forgotten it
  redis.defineCommand('changeCart', { numberOfKeys: 1, lua: CART_SCRIPT });

  async function ask(cartId: string, change: CartChange): Promise<Answer> {
    const expires = new Date(clock.now().getTime() + TTL_MS).toISOString();
    const limits = { mostOfALine: MOST_OF_A_LINE, mostLines: MOST_LINES };
    const asked = JSON.stringify({ ...change, ...limits, expires, ttlMs: TTL_MS });
    return orUnavailable(redis.changeCart(keyOf(cartId), asked));
  }

  async function run(cartId: string, change: CartChange): Promise<KeptCart> {
    if (!SecretId.safeParse(cartId).success) throw notFound('cart');
    const answer = await ask(cartId, change);
    if (answer.length === 1) throw refusalOf(answer[0]);
    const [, ...fields] = answer;
    return toCart(cartId, fields);
  }

  return {
    /** @throws Refusal `no_cart` (404) */
    async read(cartId: string): Promise<KeptCart> {
      if (!SecretId.safeParse(cartId).success) throw notFound('cart');
      const fields = await orUnavailable(redis.hmget(keyOf(cartId), 'store', 'version', 'expires', 'lines'));
      if (fields[0] === null) throw notFound('cart');
      return toCart(cartId, fields as Fields);
    },

    /** @throws Refusal with a code of the script */
    change: run,

    /** The same for what nobody waits for and a cart that may be gone. */
    changeIfThere: async (cartId: string, change: CartChange): Promise<void> => void (await ask(cartId, change)),

    /**
     * A new cart of a store; the same key of the same asker gives the same one.
     * @throws Refusal `idempotency_key_reused` (422) when the key made a cart of another store
     */
    async create(storeId: string, by: string, once: Once | undefined): Promise<KeptCart> {
      const fresh = newSecretId();
      if (!once) return run(fresh, { create: true, store: storeId, wishes: [] });
      // hashed, so that the asker's address is kept nowhere and no key of theirs can be taken for another
      const mark = `cart-once:${createHash('sha256')
        .update(JSON.stringify([by, once.key]))
        .digest('base64url')}`;
      const made = await orUnavailable(redis.set(mark, `${fresh} ${storeId}`, 'EX', ONCE_SECONDS, 'NX'));
      const kept = made ? null : await orUnavailable(redis.get(mark));
      const [cartId, firstStore] = kept?.split(' ') ?? [fresh, storeId];
      if (firstStore !== storeId) throw new Refusal('idempotency_key_reused', 422);
      return run(cartId ?? fresh, { create: true, store: storeId, wishes: [] });
    },
  };
}

function toCart(cartId: string, [storeId, version, expiresAt, lines]: Fields): KeptCart {
  const chosen = (JSON.parse(lines) as [string, number][]).map(([productId, qty]) => ({ productId, qty }));
  return { cartId, storeId, version: Number(version), expiresAt, chosen };
}

function refusalOf(code: string): Refusal {
  const params = { bad_qty: { most: MOST_OF_A_LINE }, cart_full: { most: MOST_LINES } }[code] ?? {};
  return new Refusal(code, STATUS[code] ?? 409, params);
}
