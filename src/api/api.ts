import { type RequestHandler, Router } from 'express';
import { withDeadline } from '../platform/http/deadline.js';
import { accountRoutes } from './accounts/routes.js';
import { exportRoutes } from './bulk/export-routes.js';
import { importRoutes } from './bulk/import-routes.js';
import { cartRoutes } from './carts/routes.js';
import { customerRoutes } from './customers/routes.js';
import { allowAnyOrigin } from './edge/cors.js';
import { mount } from './edge/mount.js';
import type { Route } from './edge/route.js';
import type { EdgeDeps } from './edge/serve-route.js';
import { createMedia } from './media/routes.js';
import { createDocs } from './openapi/docs.js';
import { describeApi } from './openapi/document.js';
import { besideRoutes } from './orders/beside-routes.js';
import { placingRoutes } from './orders/placing-routes.js';
import { sellingRoutes } from './orders/selling-routes.js';
import { otpRoutes } from './otp/routes.js';
import { productRoutes } from './products/routes.js';
import type { Services } from './services.js';
import { storefrontRoutes } from './storefront/routes.js';
import { reportRoutes } from './stores/report-routes.js';
import { storeRoutes } from './stores/routes.js';
import { shareRoutes } from './stores/share-routes.js';
import { talkRoutes } from './talks/routes.js';

const BASE = '/api/v1';

/** Whatever the databases do, a caller knows by then where they are. */
const DEADLINE_MS = 4500;

/** All calls, in the order the document tells them. */
export const routesOf = (services: Services): Route[] => [
  ...otpRoutes(services),
  ...accountRoutes(services),
  ...storeRoutes(services),
  ...shareRoutes(services),
  ...reportRoutes(services),
  ...productRoutes(services),
  ...importRoutes(services),
  ...exportRoutes(services),
  ...sellingRoutes(services),
  ...placingRoutes(services),
  ...besideRoutes(services),
  ...talkRoutes(services),
  ...customerRoutes(services),
  ...storefrontRoutes(services),
  ...cartRoutes(services),
];

/** The API, its document, its docs page and the media. @param version of the program */
export function createApi(services: Services & Pick<EdgeDeps, 'ready'>, version: string): RequestHandler {
  const routes = routesOf(services);
  const deadline = withDeadline(DEADLINE_MS);
  const api = mount(BASE, routes, services);
  const others = Router({ caseSensitive: true });
  others.use('/media', deadline);
  others.use(
    createMedia(services.media),
    createDocs(() => describeApi(routes, BASE, version)),
  );
  return (req, res, next) => {
    if (!`${req.path}/`.startsWith(`${BASE}/`)) return others(req, res, next);
    allowAnyOrigin(req, res, () => deadline(req, res, (late) => (late ? next(late) : api(req, res, next))));
  };
}
