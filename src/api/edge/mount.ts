import type { RequestHandler } from 'express';
import findMyWay from 'find-my-way';
import { notFound, Refusal } from '../../platform/refusal.js';
import type { Method, Route } from './route.js';
import { type EdgeDeps, serveRoute } from './serve-route.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** More than Node reads of a whole request line and its headers. */
const LONGEST_PART = 20_000;

/**
 * Serves the routes under `base`; a known path with another method is told which ones it has. A router of Express
 * holds a path against one route after another, which for sixty of them costs as much as a change of a cart: here they
 * are a tree.
 */
export function mount(base: string, routes: readonly Route[], deps: EdgeDeps): RequestHandler {
  const tree = findMyWay({ caseSensitive: true, ignoreTrailingSlash: true, maxParamLength: LONGEST_PART });
  for (const route of routes) {
    const { method, path } = route.spec;
    const found = { template: `${base}${path}`, serve: serveRoute(route, deps) };
    tree.on(upper(method), found.template.replace(/\{(\w+)\}/g, ':$1'), () => undefined, found);
  }
  const find = (method: (typeof METHODS)[number], url: string) => {
    const found = tree.find(method, url);
    return found && { ...(found.store as { template: string; serve: RequestHandler }), params: found.params };
  };

  return (req, res, next) => {
    const method = req.method === 'HEAD' ? 'GET' : METHODS.find((known) => known === req.method);
    const found = method && find(method, req.originalUrl);
    if (found) {
      res.locals.route = found.template;
      req.params = found.params as typeof req.params;
      return found.serve(req, res, next);
    }
    // half an escape cannot be read at all
    decodeURIComponent(req.path);
    const others = METHODS.filter((other) => find(other, req.originalUrl));
    const [one] = others;
    if (!one) return next();
    res.locals.route = find(one, req.originalUrl)?.template;
    res.set('Allow', [...others, ...(others.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', '));
    if (req.method !== 'OPTIONS') throw new Refusal('wrong_method', 405);
    res.status(204).end();
  };
}

const upper = (method: Method) => method.toUpperCase() as Uppercase<Method>;

/** Last among the routers: nothing is here. */
export const noSuchPage: RequestHandler = () => {
  throw notFound('page');
};
