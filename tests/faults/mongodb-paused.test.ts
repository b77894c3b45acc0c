import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { testProcesses } from '../support/processes.js';
import { ashasShop } from './ashas-shop.js';
import { buyersOf, type Placed } from './buyers.js';
import { signalServer } from './embedded-servers.js';
import { createMoments } from './moments.js';
import { askOnce, patientApi } from './patient-api.js';

const haat = testProcesses();

it('says so within seconds when MongoDB stands still, goes on by itself, and then tells what became of it', async () => {
  const { url, ready, stop } = await haat.start();
  const moments = createMoments();
  const api = patientApi([url], moments);
  const shop = await ashasShop([url], api, moments);
  const asked = await buyersOf(api, shop).atTheTill();
  const message = { messageId: randomUUID(), text: 'help' };

  signalServer(haat.dataDir, 'mongod', 'SIGSTOP');
  const down = { status: 503, code: 'unavailable' };
  const catalog = () => askOnce(`${url}/api/v1/storefront/${shop.link}/catalog`);
  const [order, products, said, readiness, health] = await Promise.all([
    askOnce(`${url}/api/v1/orders`, 'POST', asked),
    askOnce(`${url}/api/v1/storefront/${shop.link}/products`),
    shop.asha.says(message),
    askOnce(`${url}/readyz`),
    askOnce(`${url}/healthz`),
    // served for a second without a question to the database
    vi.waitFor(async () => expect(await catalog()).toMatchObject(down), 30_000),
  ]);
  expect([order, products, said]).toMatchObject([down, down, down]);
  expect([readiness.status, health.status]).toEqual([503, 200]);

  signalServer(haat.dataDir, 'mongod', 'SIGCONT');
  await ready();
  const placed = await api.post<Placed>('/orders', asked);
  expect(await api.post<Placed>('/orders', asked)).toEqual(placed);
  await vi.waitFor(() => shop.expectTold([placed]), 30_000);

  await shop.asha.sends(message);
  await shop.asha.finds(({ text }) => text.startsWith('Answer the question below'));
  const conversation = await shop.asha.conversation();
  expect(conversation.filter(({ messageId }) => messageId === message.messageId)).toHaveLength(1);
  expect(conversation.filter(({ text }) => text.startsWith('Answer the question below'))).toHaveLength(1);
  expect((await catalog()).status).toBe(200);
  expect(await stop()).toBe(0);
}, 120_000);
