import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RequestHandler, Router } from 'express';
import { serve as swaggerFiles } from 'swagger-ui-express';
import { packageRoot } from '../../platform/package-root.js';
import type { OpenApiDocument } from './document.js';

/** `/openapi.json`, and `/docs`, which shows it. Both pages consist of files alone, so that no inline code is allowed. */
export function createDocs(describe: () => OpenApiDocument): Router {
  // made when it is first asked for: a start does not wait for it
  let json: Buffer | undefined;
  const page = fileOf('docs.html');
  const start = fileOf('start.js');
  const router = Router();
  router.get('/openapi.json', named('/openapi.json'), (_req, res) => {
    json ??= Buffer.from(JSON.stringify(describe()));
    // tools on other sites read it, too
    res.set('Access-Control-Allow-Origin', '*').set('Cache-Control', 'no-cache').type('application/json').send(json);
  });
  router.use('/docs', named('/docs'));
  router.get('/docs', (req, res) => {
    // the page names its files relative to itself
    if (!req.originalUrl.startsWith('/docs/')) res.redirect(301, '/docs/');
    else res.type('html').send(page);
  });
  router.get('/docs/start.js', (_req, res) => void res.type('js').send(start));
  router.use('/docs', ...swaggerFiles);
  return router;
}

const fileOf = (name: string): Buffer => readFileSync(join(packageRoot, 'src/api/openapi/page', name));

const named =
  (template: string): RequestHandler =>
  (_req, res, next) => {
    res.locals.route = template;
    next();
  };
