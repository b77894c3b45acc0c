import { z } from 'zod';
import { Refusal } from '../../platform/refusal.js';
import { NewStore } from '../../stores/rules.js';
import { pageOf, pageQuery } from '../edge/pages.js';
import { answer, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { settingRoutes } from './setting-routes.js';
import { StoreFace, StoreSchema, storeFace, storeView } from './store-schema.js';

const tag = 'stores';

export const storeRoutes = (services: Pick<Services, 'accounts' | 'stores' | 'settings'>): Route[] => {
  const { accounts, stores } = services;
  return [
    route(
      {
        id: 'openStore',
        method: 'post',
        path: '/stores',
        tag,
        summary: 'Opens a store at once, with a link of its own',
        auth: 'seller',
        body: NewStore.meta({ examples: [{ name: 'Asha Pickles', address: 'Malviya Nagar, Jaipur' }] }),
        idempotent: 'accepted',
        answers: { 201: StoreFace },
      },
      async ({ body, caller, once }) => {
        const account = await accounts.find(caller.accountId);
        if (!account) throw new Refusal('bad_token', 401);
        return answer(201, storeFace(await stores.create(account, body, once), stores.url));
      },
    ),
    route(
      {
        id: 'listStores',
        method: 'get',
        path: '/stores',
        tag,
        summary: "The seller's stores, the oldest first",
        auth: 'seller',
        query: z.strictObject(pageQuery),
        answers: { 200: pageOf(StoreSchema) },
        refuses: { 422: ['bad_cursor'] },
      },
      async ({ query, caller }) => {
        const { items, nextCursor } = await stores.ofAccount(caller.accountId, query);
        return answer(200, { items: items.map((store) => storeView(store, stores.url, stores.now())), nextCursor });
      },
    ),
    ...settingRoutes(services),
  ];
};
