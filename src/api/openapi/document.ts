import type { Route } from '../edge/route.js';
import { createSchemas } from './json-schemas.js';
import { operationOf } from './operation.js';
import { ProblemSchema } from './problem-schema.js';

export type OpenApiDocument = ReturnType<typeof describeApi>;

const TOKEN = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } as const;

const ABOUT = `A shop that opens in a chat. Amounts are whole numbers in the currency's minor unit: 14900 is ₹149.00.
Mobile numbers are E.164, times UTC in ISO 8601. Unknown fields are refused. Lists take \`limit\` and \`cursor\` and
answer \`{ items, nextCursor }\`. Every refusal is a problem document of RFC 9457.`;

/** The OpenAPI 3.1 document of the routes. @param base the path that all of them stand under */
export function describeApi(routes: readonly Route[], base: string, version: string) {
  const schemas = createSchemas();
  schemas.of(ProblemSchema, 'output');
  const paths: Record<string, Record<string, ReturnType<typeof operationOf>>> = {};
  for (const { spec } of routes) {
    paths[spec.path] = { ...paths[spec.path], [spec.method]: operationOf(spec, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Haat', version, description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: base }],
    tags: [...new Set(routes.map(({ spec }) => spec.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        sellerToken: { ...TOKEN, description: 'From `POST /accounts`.' },
        customerToken: { ...TOKEN, description: 'From `POST /customers/token`.' },
      },
      schemas: schemas.components,
    },
  };
}
