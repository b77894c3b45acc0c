import { z } from 'zod';

/** A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 has. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export type Schemas = ReturnType<typeof createSchemas>;

/** Turns zod schemas into JSON Schema and collects those that have an `id` as components. */
export function createSchemas() {
  const components: Record<string, unknown> = {};

  /** @param io what a client may send (`input`), or what it gets (`output`) */
  function of(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const { $schema, $defs, ...json } = z.toJSONSchema(schema, { io });
    for (const [name, part] of Object.entries($defs ?? {})) components[name] = pointToComponents(part);
    return pointToComponents(json) as JsonSchema;
  }

  return { of, components };
}

function pointToComponents(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(pointToComponents);
  if (!part || typeof part !== 'object') return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string'
        ? value.replace('#/$defs/', '#/components/schemas/')
        : pointToComponents(value),
    ]),
  );
}
