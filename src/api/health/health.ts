import { type RequestHandler, Router } from 'express';
import type { Metrics } from './metrics.js';
import { createReadiness, type ReadinessDeps } from './readiness.js';

/**
 * `/healthz` (this process runs), `/readyz` (it can serve: 503 when MongoDB cannot be reached within 1.5 s; Redis and
 * channels are told, and fail nothing) and `/metrics`, for every role.
 */
export function createHealth({ metrics, ...deps }: ReadinessDeps & { metrics: Metrics }): Router {
  const readiness = createReadiness(deps);
  if (deps.channels) metrics.watchChannels(deps.channels);
  const router = Router();
  router.use(['/healthz', '/readyz', '/metrics'], fresh);
  router.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
  router.get('/readyz', async (_req, res) => {
    const state = await readiness();
    res.status(state.status === 'down' ? 503 : 200).json(state);
  });
  router.get('/metrics', async (_req, res) => {
    const text = await metrics.registry.metrics();
    res.type(metrics.registry.contentType).send(text);
  });
  return router;
}

const fresh: RequestHandler = (req, res, next) => {
  res.locals.route = req.baseUrl;
  res.set('Cache-Control', 'no-store');
  next();
};
