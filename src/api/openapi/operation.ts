import { STATUS_CODES } from 'node:http';
import type { z } from 'zod';
import { OnceKey } from '../../platform/once.js';
import { PNG, type RouteSpec, type Upload } from '../edge/route.js';
import type { JsonSchema, Schemas } from './json-schemas.js';
import { problemsOf } from './problems-of.js';

/** One call as OpenAPI tells it, from the very schemas that check it. */
export function operationOf(spec: RouteSpec, schemas: Schemas) {
  return {
    operationId: spec.id,
    tags: [spec.tag],
    summary: spec.summary,
    ...(spec.auth && { security: securityOf(spec.auth) }),
    parameters: parametersOf(spec, schemas),
    ...(spec.body && { requestBody: requestBodyOf(spec, schemas) }),
    ...(spec.upload && { requestBody: uploadOf(spec.upload) }),
    responses: { ...answersOf(spec, schemas), ...refusalsOf(spec) },
  };
}

const securityOf = (auth: NonNullable<RouteSpec['auth']>) =>
  (auth === 'either' ? (['seller', 'customer'] as const) : [auth]).map((side) => ({ [`${side}Token`]: [] }));

function parametersOf(spec: RouteSpec, schemas: Schemas) {
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: 'header',
    required,
    description,
    schema: { type: 'string' },
  });
  return [
    ...(spec.params ? fieldsOf(schemas.of(spec.params, 'input'), 'path') : []),
    ...(spec.query ? fieldsOf(schemas.of(spec.query, 'input'), 'query') : []),
    ...(spec.idempotent
      ? [
          {
            ...header('Idempotency-Key', spec.idempotent === 'required', 'The same key has its effect once.'),
            schema: schemas.of(OnceKey, 'input'),
          },
        ]
      : []),
    ...(304 in spec.answers ? [header('If-None-Match', false, 'The ETag of the answer that is known already.')] : []),
  ];
}

function fieldsOf({ properties, required }: JsonSchema, place: 'path' | 'query') {
  const needed = Array.isArray(required) ? required : [];
  return Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || needed.includes(name),
    schema,
  }));
}

function requestBodyOf({ body, form }: RouteSpec, schemas: Schemas) {
  const json = body && { 'application/json': { schema: schemas.of(body, 'input') } };
  if (!form) return { required: true, content: json };
  const { properties, ...fields } = schemas.of(form.body, 'input');
  const file = { [form.file]: { type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' } };
  const withFile = { ...fields, properties: { ...(properties ?? {}), ...file } };
  return { required: true, content: { ...json, 'multipart/form-data': { schema: withFile } } };
}

function uploadOf({ field, types: [type] }: Upload) {
  const file = { type: 'string', format: 'binary', contentMediaType: type };
  const form = { type: 'object', properties: { [field]: file }, required: [field], additionalProperties: false };
  return { required: true, content: { [type]: { schema: file }, 'multipart/form-data': { schema: form } } };
}

const answersOf = ({ answers, streams }: RouteSpec, schemas: Schemas) =>
  Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: STATUS_CODES[status] ?? status,
        ...(schema && { content: contentOf(schema, schemas, streams) }),
      },
    ]),
  );

/** A picture has no schema: its media type says all of it. */
const contentOf = (schema: z.ZodType | typeof PNG, schemas: Schemas, type = 'application/json') =>
  schema === PNG ? { [PNG]: {} } : { [type]: { schema: schemas.of(schema, 'output') } };

const refusalsOf = (spec: RouteSpec) =>
  Object.fromEntries(
    [...problemsOf(spec)].map(([status, codes]) => [
      status,
      {
        description: `${STATUS_CODES[status]}: ${codes.map((code) => `\`${code}\``).join(', ')}`,
        ...(status === 429 && { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds.' } } }),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
