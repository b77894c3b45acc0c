import { type RequestHandler, type Response, Router } from 'express';
import { notFound, Refusal } from '../../platform/refusal.js';
import type { Method, Route } from './route.js';
import { type EdgeDeps, serveRoute } from './serve-route.js';

/** Serves the routes under `base`; a known path with another method is told which ones it has. */
export function mount(base: string, routes: readonly Route[], deps: EdgeDeps): Router {
  const router = Router({ caseSensitive: true });
  for (const path of new Set(routes.map(({ spec }) => spec.path))) {
    const ofPath = routes.filter(({ spec }) => spec.path === path);
    const here = router.route(path.replace(/\{(\w+)\}/g, ':$1'));
    here.all(named(`${base}${path}`));
    for (const route of ofPath) here[route.spec.method](serveRoute(route, deps));
    here.all(otherMethod(ofPath.map(({ spec }) => spec.method)));
  }
  return router;
}

const named =
  (template: string): RequestHandler =>
  (_req, res, next) => {
    res.locals.route = template;
    next();
  };

function otherMethod(methods: Method[]): RequestHandler {
  const allowed = [...methods, ...(methods.includes('get') ? ['head'] : []), 'options'];
  const allow = allowed.map((method) => method.toUpperCase()).join(', ');
  return (req, res: Response) => {
    res.set('Allow', allow);
    if (req.method !== 'OPTIONS') throw new Refusal('wrong_method', 405);
    res.status(204).end();
  };
}

/** Last among the routers: nothing is here. */
export const noSuchPage: RequestHandler = () => {
  throw notFound('page');
};
