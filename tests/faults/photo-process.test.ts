import { expect, it, vi } from 'vitest';
import { processesWith } from '../support/embedded.js';
import { type Product, testProcesses } from '../support/processes.js';
import { ashasShop } from './ashas-shop.js';
import { aPhoto } from './chatting-seller.js';
import { createMoments } from './moments.js';
import { patientApi } from './patient-api.js';

const haat = testProcesses();
const PATIENCE = { timeout: 60_000, interval: 20 };

/** Has a product put up with a photo. @returns the process that shrank it */
async function afterAPhoto({ url, pid }: Product): Promise<number> {
  const moments = createMoments();
  const { token, storeId } = await ashasShop([url], patientApi([url], moments), moments);
  const form = new FormData();
  const fields = { name: 'Lime pickle', mrp: '19900', salePrice: '14900', category: 'Pickles' };
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('image', new Blob([await aPhoto()], { type: 'image/jpeg' }), 'photo.jpg');
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/api/v1/stores/${storeId}/products`, { method: 'POST', body: form, headers });
  expect(answer.status).toBe(201);
  const [shrinking] = processesWith('image/shrink.mjs').filter(({ parent }) => parent === pid);
  if (!shrinking) throw new Error('no process shrinks photos');
  return shrinking.pid;
}

const isThere = (pid: number): boolean => processesWith('image/shrink.mjs').some((one) => one.pid === pid);

it('the process that shrinks photos goes with the server, however that ends', async () => {
  const killed = await haat.start();
  const orphan = await afterAPhoto(killed);
  await killed.kill('SIGKILL');
  await vi.waitFor(() => expect(isThere(orphan)).toBe(false), PATIENCE);

  const asked = await haat.start();
  const shrinking = await afterAPhoto(asked);
  expect(await asked.stop()).toBe(0);
  expect(isThere(shrinking)).toBe(false);
}, 180_000);
