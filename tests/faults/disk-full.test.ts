import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../src/platform/embedded/ports.js';
import { testDbUri, testRedis, testRedisUrl } from '../support/db.js';
import { testProcesses } from '../support/processes.js';
import { tempRoot } from '../support/temp-root.js';
import { ashasShop } from './ashas-shop.js';
import { buyersOf } from './buyers.js';
import { aPhoto } from './chatting-seller.js';
import { createMoments } from './moments.js';
import { askOnce, patientApi } from './patient-api.js';

const haat = testProcesses();
const mongoUri = testDbUri();
testRedis();
const mounted: string[] = [];

/** A disk of a few megabytes; undefined where this machine lets nobody mount one. */
function aSmallDisk(megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tempRoot, 'haat-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
    mounted.push(folder);
    return folder;
  } catch {
    return undefined;
  }
}
afterAll(() => {
  for (const folder of mounted) execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
});
const filler = (disk: string): string => join(disk, 'filler');
/** Leaves no byte. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(filler(disk), Buffer.alloc(bavail * bsize + bsize));
  } catch {
    // it is full now
  }
}

const small = aSmallDisk(8);
const large = aSmallDisk(700);
const name = 'a disk that is full';

describe.skipIf(!small || !large)(small && large ? name : `${name} (nothing can be mounted here)`, () => {
  it('of photos is said in words, and everything else goes on', async () => {
    const disk = small ?? '';
    const shared = { MONGODB_URI: mongoUri, REDIS_URL: testRedisUrl(), MEDIA_URL: `file:${disk}` };
    const { url } = await haat.start(shared);
    const moments = createMoments();
    const shop = await ashasShop([url], patientApi([url], moments), moments);
    const photo = await aPhoto();
    async function putUp(name: string): Promise<{ status: number; body: string }> {
      const form = new FormData();
      const fields = { name, mrp: '19900', salePrice: '14900', category: 'Pickles' };
      for (const [field, value] of Object.entries(fields)) form.set(field, value);
      form.set('image', new Blob([photo], { type: 'image/jpeg' }), 'photo.jpg');
      const headers = { authorization: `Bearer ${shop.token}` };
      const answer = await fetch(`${url}/api/v1/stores/${shop.storeId}/products`, {
        method: 'POST',
        body: form,
        headers,
      });
      return { status: answer.status, body: await answer.text() };
    }
    fill(disk);
    const refused = await putUp('Garlic pickle');
    expect(refused.status).toBe(503);
    expect(refused.body).toContain('"code":"unavailable"');
    const buyers = buyersOf(patientApi([url], moments), shop);
    await buyers.visit();
    await vi.waitFor(() => shop.expectTold(buyers.orders.map(({ placed }) => placed)), 30_000);
    expect((await askOnce(`${url}/readyz`)).status).toBe(200);

    rmSync(filler(disk));
    expect((await putUp('Garlic pickle')).status).toBe(201);
    await haat.expectSound(shared);
  }, 120_000);

  it('of the database stops orders for a while, and loses none that was taken', async () => {
    const disk = large ?? '';
    const env = { DATA_DIR: disk, PORT: String(await freePort()), RATE_LIMITS: 'off', LOG_LEVEL: 'warn' };
    const product = await haat.start(env);
    const moments = createMoments();
    const api = patientApi([product.url], moments);
    const shop = await ashasShop([product.url], api, moments);
    const buyers = buyersOf(api, shop, true);
    for (let n = 0; n < 3; n++) await buyers.visit();
    const late = await buyers.atTheTill();
    fill(disk);
    // some bytes are left in files that are there already; sooner or later nothing is taken
    let last = await askOnce(`${product.url}/api/v1/orders`, 'POST', late, 15_000).catch(() => undefined);
    for (let n = 0; n < 20 && last?.status === 201; n++) {
      last = await askOnce(`${product.url}/api/v1/orders`, 'POST', late, 15_000).catch(() => undefined);
    }
    expect([undefined, 201, 503]).toContain(last?.status);

    rmSync(filler(disk));
    await vi.waitFor(async () => expect((await askOnce(`${product.url}/readyz`)).status).toBe(200), 90_000);
    const placed = await api.post<{ orderId: string; number: string; status: string }>('/orders', late);
    buyers.orders.push({ asked: late, placed, qty: 1 });
    await buyers.findAllTheirs();
    await vi.waitFor(() => shop.expectTold(buyers.orders.map((one) => one.placed)), 60_000);
    expect(await product.stop()).toBe(0);
    await haat.expectSound(env);
  }, 300_000);
});
