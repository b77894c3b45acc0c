import { z } from 'zod';
import { EXPORT_KINDS, type ExportKind } from '../../bulk/model.js';
import { PathParam } from '../edge/path-params.js';
import { type Route, route, streamed } from '../edge/route.js';
import type { Services } from '../services.js';

const SUMMARIES: Readonly<Record<ExportKind, string>> = {
  products: "A store's products as a CSV that can be imported again",
  orders: "A store's orders as a CSV, the newest first",
  customers: 'Those who ordered at a store as a CSV',
};
const IDS: Readonly<Record<ExportKind, string>> = {
  products: 'exportProducts',
  orders: 'exportOrders',
  customers: 'exportCustomers',
};

type Deps = Pick<Services, 'stores' | 'exports'>;

/** A file of each, written while it is read from the database. */
export const exportRoutes = ({ stores, exports }: Deps): Route[] =>
  EXPORT_KINDS.map((kind) =>
    route(
      {
        id: IDS[kind],
        method: 'get',
        path: `/stores/{storeId}/${kind}/export`,
        tag: kind,
        summary: SUMMARIES[kind],
        auth: 'seller',
        params: z.object({ storeId: PathParam.storeId }),
        answers: { 200: z.string().meta({ description: 'UTF-8 with a mark, lines end in CRLF.' }) },
        streams: 'text/csv',
      },
      async ({ params, caller }) => {
        const store = await stores.own(caller.accountId, params.storeId);
        const name = exports.fileName(store, kind);
        return streamed(200, exports.stream(store, kind), { 'Content-Disposition': `attachment; filename="${name}"` });
      },
    ),
  );
