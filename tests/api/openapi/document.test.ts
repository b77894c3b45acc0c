import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { OpenApiDocument } from '../../../src/api/openapi/document.js';
import { testApi } from '../../support/api.js';
import { testShop } from '../../support/builders.js';
import { standalone } from '../../support/documented.js';

const { services } = testShop();
const api = testApi(services);
const read = async (): Promise<OpenApiDocument> =>
  (await (await fetch(api.url('/openapi.json'))).json()) as OpenApiDocument;

type Found = { at: string; value: Record<string, unknown> };

/** Every object in the document, with the path to it. */
function objectsIn(value: unknown, at = '#'): Found[] {
  if (!value || typeof value !== 'object') return [];
  const inner = Object.entries(value).flatMap(([key, part]) => objectsIn(part, `${at}/${key}`));
  return Array.isArray(value) ? inner : [{ at, value: value as Record<string, unknown> }, ...inner];
}

describe('the OpenAPI document', () => {
  it('tells of every call', async () => {
    const { openapi, paths } = await read();
    expect(openapi).toBe('3.1.0');
    const calls = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls.sort()).toEqual(
      [
        'POST /otp',
        'POST /accounts',
        'POST /stores',
        'GET /stores',
        'GET /stores/{storeId}',
        'PATCH /stores/{storeId}',
        'POST /stores/{storeId}/close-today',
        'POST /stores/{storeId}/open-again',
        'POST /stores/{storeId}/settings/{changeId}/undo',
        'GET /stores/{storeId}/share',
        'GET /stores/{storeId}/card.png',
        'GET /stores/{storeId}/qr.png',
        'GET /stores/{storeId}/poster.png',
        'GET /stores/{storeId}/report',
        'GET /stores/{storeId}/chart.png',
        'POST /stores/{storeId}/products',
        'GET /stores/{storeId}/products',
        'GET /products/{productId}',
        'PATCH /products/{productId}',
        'DELETE /products/{productId}',
        'POST /products/{productId}/back-in-stock',
        'POST /stores/{storeId}/changes/{changeId}/undo',
        'POST /stores/{storeId}/products/import',
        'POST /imports/{importId}/apply',
        'GET /imports/{importId}',
        'GET /stores/{storeId}/products/export',
        'GET /stores/{storeId}/orders/export',
        'GET /stores/{storeId}/customers/export',
        'GET /stores/{storeId}/orders',
        'GET /orders/{orderId}',
        'POST /orders/{orderId}/status',
        'GET /stores/{storeId}/customers',
        'GET /storefront/{link}',
        'GET /storefront/{link}/catalog',
        'GET /storefront/{link}/products',
        'POST /carts',
        'POST /carts/{cartId}/lines',
        'PUT /carts/{cartId}/lines/{productId}',
        'DELETE /carts/{cartId}/lines/{productId}',
        'GET /carts/{cartId}',
        'POST /customers/token',
        'POST /orders',
        'GET /customers/me/orders',
        'POST /orders/{orderId}/cancel',
        'POST /orders/{orderId}/payment',
        'POST /talks',
        'GET /stores/{storeId}/talks',
        'GET /talks/{talkId}/messages',
        'POST /talks/{talkId}/messages',
        'POST /talks/{talkId}/end',
        'POST /orders/{orderId}/note',
        'POST /orders/{orderId}/again',
        'GET /stores/{storeId}/pick-list',
        'DELETE /customers/me',
      ].sort(),
    );
  });

  it('refers to nothing that is not in it', async () => {
    const document = await read();
    const refs = objectsIn(document).flatMap(({ value }) => (typeof value.$ref === 'string' ? [value.$ref] : []));
    expect(refs.length).toBeGreaterThan(100);
    const missing = refs.filter((ref) => !(ref.replace('#/components/schemas/', '') in document.components.schemas));
    expect(missing).toEqual([]);
  });

  it('names each call once, and each part of a path', async () => {
    const { paths } = await read();
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const [path, methods] of Object.entries(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(methods)) {
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named);
      }
    }
  });

  it('says whose token a call takes, and where an Idempotency-Key must or may come', async () => {
    const { paths } = await read();
    expect(paths['/stores']?.post?.security).toEqual([{ sellerToken: [] }]);
    expect(paths['/orders/{orderId}']?.get?.security).toEqual([{ sellerToken: [] }, { customerToken: [] }]);
    expect(paths['/carts']?.post).not.toHaveProperty('security');
    const key = (path: string) =>
      paths[path]?.post?.parameters.find(({ name }) => name === 'Idempotency-Key')?.required;
    expect([key('/orders'), key('/carts'), key('/stores')]).toEqual([true, false, false]);
  });

  it('gives examples that it would take itself', async () => {
    const document = await read();
    const withExamples = objectsIn(document).filter(
      ({ at, value }) => Array.isArray(value.examples) && !at.includes('/properties/examples'),
    );
    expect(withExamples.length).toBeGreaterThan(10);
    for (const { at, value } of withExamples) {
      const schema = z.fromJSONSchema(standalone(value, document.components.schemas));
      for (const example of value.examples as unknown[]) {
        expect(schema.safeParse(example), `${at} ${JSON.stringify(example)}`).toMatchObject({ success: true });
      }
    }
  });

  it('has a sentence for every code that it tells of', async () => {
    const { paths } = await read();
    const t = services.texts.t('en');
    const codes = Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ responses }) =>
        Object.values(responses).flatMap(({ description }) =>
          [...description.matchAll(/`(\w+)`/g)].map(([, code]) => code),
        ),
      ),
    );
    const known = new Set(codes);
    expect(known.size).toBeGreaterThan(30);
    const silent = [...known].filter((code) => t(`refusals.${code}`, { count: 2 }) === `refusals.${code}`);
    expect(silent).toEqual([]);
  });
});
