import { z } from 'zod';
import { Id } from '../../platform/ids.js';
import { parseMobile } from '../../platform/mobile.js';
import { pageOf, pageQueryById } from '../edge/pages.js';
import { PathParam } from '../edge/path-params.js';
import { answer, bare, type Route, route } from '../edge/route.js';
import { Code, Mobile, Time } from '../edge/schemas.js';
import type { Services } from '../services.js';
import { forgetCustomer } from './forget-customer.js';

const tag = 'customers';

const StoreCustomerSchema = z
  .object({ customerId: Id, name: z.string(), mobile: z.string(), orders: z.int().min(1), lastOrderAt: Time })
  .meta({ id: 'StoreCustomer', description: 'What was given to this store with the last order, and no more.' });

type Deps = Pick<
  Services,
  'otp' | 'customers' | 'contacts' | 'chats' | 'talks' | 'tokens' | 'stores' | 'texts' | 'country'
>;

export const customerRoutes = (deps: Deps): Route[] => [
  route(
    {
      id: 'signInCustomer',
      method: 'post',
      path: '/customers/token',
      tag: 'sign-in',
      summary: 'Signs a buyer in, who is made if new',
      body: z
        .strictObject({ mobile: Mobile, otp: Code })
        .meta({ examples: [{ mobile: '+919876543210', otp: '482915' }] }),
      idempotent: 'accepted',
      limit: 'proof',
      answers: { 200: z.object({ customerId: Id, token: z.string() }) },
      refuses: { 401: ['wrong_otp', 'otp_expired'], 422: ['bad_mobile', 'bad_otp'] },
    },
    async ({ body, once }) => {
      const mobile = parseMobile(body.mobile, deps.country);
      const proof = await deps.otp.check(mobile, 'customer', body.otp, once);
      const { customer } = await deps.customers.ensure(mobile);
      return answer(200, { customerId: customer._id, token: deps.tokens.issue('customer', customer._id, proof) });
    },
  ),
  route(
    {
      id: 'listCustomers',
      method: 'get',
      path: '/stores/{storeId}/customers',
      tag,
      summary: 'Those who ordered at a store',
      auth: 'seller',
      params: z.object({ storeId: PathParam.storeId }),
      query: z.strictObject(pageQueryById),
      answers: { 200: pageOf(StoreCustomerSchema) },
    },
    async ({ params, query, caller }) => {
      const store = await deps.stores.own(caller.accountId, params.storeId);
      const { items, nextCursor } = await deps.customers.ofStore(store._id, query);
      const shown = items.map(({ lastOrderAt, ...customer }) => ({
        ...customer,
        lastOrderAt: lastOrderAt.toISOString(),
      }));
      return answer(200, { items: shown, nextCursor });
    },
  ),
  route(
    {
      id: 'forgetMe',
      method: 'delete',
      path: '/customers/me',
      tag,
      summary: 'Takes the customer out of our books; orders under way keep the address until they are closed',
      auth: 'customer',
      answers: { 204: null },
    },
    async ({ caller }) => {
      await forgetCustomer(deps, caller.customerId);
      return bare(204);
    },
  ),
];
