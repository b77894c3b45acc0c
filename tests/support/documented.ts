import { z } from 'zod';
import type { OpenApiDocument } from '../../src/api/openapi/document.js';

type Operation = OpenApiDocument['paths'][string][string];
type Seen = { method: string; path: string; status: number; contentType: string; body: unknown };

/**
 * Holds answers against an OpenAPI document: the status has to be documented for the call, the body to fit its schema,
 * and the code of a problem to be among those that are told of.
 */
export function checkerOf(document: OpenApiDocument): (seen: Seen) => void {
  const operations = Object.entries(document.paths).flatMap(([template, methods]) => {
    const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
    return Object.entries(methods).map(([method, operation]) => ({ method, pattern, operation }));
  });
  const schemas = new Map<unknown, z.ZodType>();

  const fits = (schema: unknown, body: unknown, what: string): void => {
    const known = schemas.get(schema) ?? z.fromJSONSchema(standalone(schema, document.components.schemas));
    schemas.set(schema, known);
    const parsed = known.safeParse(body);
    if (!parsed.success) throw new Error(`${what} does not fit its schema:\n${z.prettifyError(parsed.error)}`);
  };

  return ({ method, path, status, contentType, body }) => {
    const what = `${method} ${path} → ${status}`;
    const [bare = ''] = path.split('?');
    // the literal `me` of a path comes before a parameter that would take it, too
    const operation = operations.find(
      (one) => one.method === method.toLowerCase() && one.pattern.test(bare),
    )?.operation;
    if (status >= 400) {
      if (contentType !== 'application/problem+json; charset=utf-8') throw new Error(`${what} is ${contentType}`);
      fits({ $ref: '#/components/schemas/Problem' }, body, what);
    }
    if (operation) checkOperation(operation, { status, body, contentType, what }, fits);
  };
}

function checkOperation(
  operation: Operation,
  { status, body, contentType, what }: Pick<Seen, 'status' | 'body' | 'contentType'> & { what: string },
  fits: (schema: unknown, body: unknown, what: string) => void,
): void {
  const documented: unknown = operation.responses[status];
  const parsed = Documented.safeParse(documented);
  if (!parsed.success) throw new Error(`${what} is not documented`);
  const { description, content } = parsed.data;
  if (status >= 400) {
    const { code } = z.object({ code: z.string() }).parse(body);
    if (!description.includes(`\`${code}\``)) throw new Error(`${what} ${code} is not documented: ${description}`);
  } else if (content && !content['application/json']) {
    if (!((contentType.split(';')[0] ?? '') in content)) throw new Error(`${what} is ${contentType}`);
  } else if (content) {
    fits(content['application/json']?.schema, body, what);
  } else if (body !== undefined) {
    throw new Error(`${what} has a body that is not documented`);
  }
}

const Documented = z.object({
  description: z.string(),
  content: z.record(z.string(), z.object({ schema: z.unknown().optional() })).optional(),
});

/** The schema with all components in it, as a JSON Schema that stands for itself. */
export function standalone(schema: unknown, components: Record<string, unknown>): z.core.JSONSchema.BaseSchema {
  const text = JSON.stringify({ ...(schema as object), $defs: components });
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')) as z.core.JSONSchema.BaseSchema;
}
