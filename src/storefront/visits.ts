import type { Request, Response } from 'express';
import type { Tokens } from '../accounts/tokens.js';
import type { Cart } from '../carts/rules.js';
import type { Carts } from '../carts/service.js';
import type { Catalog } from '../catalog/catalog.js';
import type { PageProofs, Proof } from '../contacts/index.js';
import type { Customer } from '../orders/customer-model.js';
import type { Customers } from '../orders/customers.js';
import { readCookie } from '../platform/http/cookies.js';
import { Refusal } from '../platform/refusal.js';
import type { Store } from '../stores/model.js';

const BUYER = 'haat_buyer';
const PROOF = 'haat_proof';
const PROOF_LIVES_MS = 15 * 60_000;
/** As long as a cart and a customer's token live. */
const LIVES_MS = 30 * 86_400_000;

export type VisitsDeps = {
  catalog: Pick<Catalog, 'storeOf'>;
  carts: Pick<Carts, 'create' | 'read'>;
  customers: Pick<Customers, 'find' | 'ensure'>;
  tokens: Pick<Tokens, 'verify' | 'issue'>;
  pageProofs: Pick<PageProofs, 'newId' | 'take'>;
  /** Whether cookies may travel over https only. */
  secure: boolean;
};

/** A buyer who was not forgotten. */
export type Buyer = Customer & { mobile: string };

const PROOF_ID = /^[0-9a-f]{24}$/;
const proofIdOf = (req: Request): string | undefined => {
  const id = readCookie(req, PROOF);
  return id !== undefined && PROOF_ID.test(id) ? id : undefined;
};

export type Visits = ReturnType<typeof createVisits>;

/**
 * What a browser is known by: one cart in each shop, and the buyer it proved to be. Both are cookies that no script
 * can read and no other site can send along with a form.
 */
export function createVisits({ carts, customers, tokens, pageProofs, secure }: Omit<VisitsDeps, 'catalog'>) {
  const cookie = { httpOnly: true, sameSite: 'lax', secure, path: '/s', maxAge: LIVES_MS } as const;
  const cartCookie = ({ _id }: Pick<Store, '_id'>): string => `haat_cart_${_id}`;
  const cartIdOf = (req: Request, store: Pick<Store, '_id'>): string | undefined => readCookie(req, cartCookie(store));

  async function read(cartId: string): Promise<Cart | undefined> {
    try {
      return await carts.read(cartId);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'no_cart') return undefined;
      throw error;
    }
  }

  return {
    /** Whether the browser brings a cart of this shop, full or empty. */
    hasCart: (req: Request, store: Store): boolean => cartIdOf(req, store) !== undefined,

    /** The cart that the browser has in this shop. @throws Refusal `unavailable` (503) */
    async cart(req: Request, store: Store): Promise<Cart | undefined> {
      const cartId = cartIdOf(req, store);
      const cart = cartId === undefined ? undefined : await read(cartId);
      return cart?.storeLink === store.link ? cart : undefined;
    },

    /** The cart of this shop, begun where there is none yet. */
    async ownCart(req: Request, res: Response, store: Store): Promise<Cart> {
      const cart = (await this.cart(req, store)) ?? (await carts.create(store.link));
      this.keepCart(res, store, cart.cartId);
      return cart;
    },

    keepCart(res: Response, store: Store, cartId: string): void {
      res.cookie(cartCookie(store), cartId, cookie);
    },

    /** The buyer that this browser proved to be; undefined for a newcomer, and for one who was forgotten. */
    async buyer(req: Request): Promise<Buyer | undefined> {
      const token = readCookie(req, BUYER);
      if (token === undefined) return undefined;
      try {
        const { subject } = tokens.verify(token, 'customer');
        const customer = await customers.find(subject);
        return customer?.mobile ? { ...customer, mobile: customer.mobile } : undefined;
      } catch (error) {
        if (error instanceof Refusal && error.code === 'bad_token') return undefined;
        throw error;
      }
    },

    /** Knows this browser by its buyer from now on. */
    keepBuyer(res: Response, customerId: string, proof: Proof): void {
      res.cookie(BUYER, tokens.issue('customer', customerId, proof), cookie);
    },

    /** By which a messenger tells this browser of a number that was proved there. */
    proofId(req: Request, res: Response): string {
      const id = proofIdOf(req) ?? pageProofs.newId();
      res.cookie(PROOF, id, { ...cookie, maxAge: PROOF_LIVES_MS });
      return id;
    },

    /** The buyer whose number was proved in a messenger for this browser, who is known by it from now on. */
    async provedElsewhere(req: Request, res: Response): Promise<Buyer | undefined> {
      const id = proofIdOf(req);
      const mobile = id === undefined ? undefined : await pageProofs.take(id);
      if (mobile === undefined) return undefined;
      const { customer } = await customers.ensure(mobile);
      this.keepBuyer(res, customer._id, 'platform');
      return { ...customer, mobile };
    },

    leave(res: Response): void {
      res.clearCookie(BUYER, { path: cookie.path });
    },
  };
}
