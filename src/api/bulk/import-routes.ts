import { z } from 'zod';
import { MOST_BYTES } from '../../bulk/limits.js';
import { PathParam } from '../edge/path-params.js';
import { answer, type Route, route } from '../edge/route.js';
import type { Services } from '../services.js';
import { ImportSchema, importView } from './import-schema.js';

const tag = 'products';
const ofStore = z.object({ storeId: PathParam.storeId });
const ofImport = z.object({ importId: PathParam.importId });

/** What browsers and spreadsheets call a CSV; what it is in truth is read from its bytes. */
const TYPES = [
  ...(['text/csv'] as const),
  ...['text/tab-separated-values', 'text/plain', 'application/csv', 'application/vnd.ms-excel'],
  'application/octet-stream',
] as const satisfies readonly [string, ...string[]];

const WRONG_FILE = ['csv_empty', 'csv_columns', 'csv_column_twice', 'csv_too_many_lines', 'csv_too_many_columns'];

type Deps = Pick<Services, 'stores' | 'imports' | 'texts'>;

export const importRoutes = ({ stores, imports, texts }: Deps): Route[] => [
  route(
    {
      id: 'importProducts',
      method: 'post',
      path: '/stores/{storeId}/products/import',
      tag,
      summary: 'Checks a CSV of products line by line; with `apply` the right lines are put in as a job',
      auth: 'seller',
      params: ofStore,
      query: z.strictObject({ apply: z.enum(['true', 'false']).default('false') }),
      upload: { field: 'file', types: TYPES, mostBytes: MOST_BYTES },
      idempotent: 'accepted',
      answers: { 201: ImportSchema },
      refuses: { 409: ['import_stopped'], 415: ['csv_wanted'], 422: [...WRONG_FILE, 'csv_quote_open'] },
    },
    async ({ params, query, file = Buffer.alloc(0), caller, once, language, unhurried }) => {
      const store = await stores.own(caller.accountId, params.storeId);
      const found = await unhurried(() => imports.preview(store, file, {}, once));
      const now = query.apply === 'true' ? await imports.apply(caller.accountId, found._id) : found;
      return answer(201, importView(now, texts.t(language)));
    },
  ),
  route(
    {
      id: 'applyImport',
      method: 'post',
      path: '/imports/{importId}/apply',
      tag,
      summary: 'Puts in what was checked, as a job; said again it changes nothing',
      auth: 'seller',
      params: ofImport,
      idempotent: 'accepted',
      answers: { 202: ImportSchema },
      refuses: { 409: ['import_stopped'] },
    },
    async ({ params, caller, language }) =>
      answer(202, importView(await imports.apply(caller.accountId, params.importId), texts.t(language))),
  ),
  route(
    {
      id: 'readImport',
      method: 'get',
      path: '/imports/{importId}',
      tag,
      summary: 'An import and how far it is',
      auth: 'seller',
      params: ofImport,
      answers: { 200: ImportSchema },
    },
    async ({ params, caller, language }) =>
      answer(200, importView(await imports.own(caller.accountId, params.importId), texts.t(language))),
  ),
];
