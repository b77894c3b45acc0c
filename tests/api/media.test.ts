import { describe, expect, it } from 'vitest';
import { testApi } from '../support/api.js';
import { testShop } from '../support/builders.js';

const { services } = testShop();
const api = testApi(services);
const get = (path: string, init: RequestInit = {}) => fetch(api.url(path), init);

async function aPicture(key = 'p/abc-320.webp'): Promise<string> {
  await services.media.put(key, Buffer.from('RIFF a picture'), 'image/webp');
  return `/media/${key}`;
}

describe('a picture', () => {
  it('is kept for ever by whoever has it, and may stand on any page', async () => {
    const got = await get(await aPicture());
    expect(await got.text()).toBe('RIFF a picture');
    const header = (name: string) => got.headers.get(name);
    expect([got.status, header('content-type'), header('content-length')]).toEqual([200, 'image/webp', '14']);
    expect(header('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(header('cross-origin-resource-policy')).toBe('cross-origin');
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('content-security-policy')).toBe("default-src 'none'; sandbox");
  });

  it('is not sent again to whoever has it', async () => {
    const path = await aPicture();
    const etag = (await get(path)).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const same = await get(path, { headers: { 'if-none-match': etag } });
    expect([same.status, await same.text()]).toEqual([304, '']);
  });

  it('tells its size when only that is asked', async () => {
    const head = await get(await aPicture(), { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '14', '']);
  });

  it.each([
    '/media/p/none.webp',
    '/media/p',
    '/media/..%2f..%2fpackage.json',
    '/media/%00',
    '/media/p/abc-320.webp%00.png',
    '/media/a%5cb',
    `/media/${'a'.repeat(300)}`,
  ])('is not at %s', async (path) => {
    await aPicture();
    const nothing = await get(path);
    expect(nothing.status).toBe(404);
    expect(nothing.headers.get('content-type')).toContain('application/problem+json');
    expect(nothing.headers.get('cache-control')).toBe('no-store');
    expect(await nothing.json()).toMatchObject({ code: 'no_media' });
  });

  it('that somebody sent in a chat is nowhere to be had by its address', async () => {
    const path = await aPicture('private/chat/0123/photo.webp');
    expect((await get(path)).status).toBe(404);
    expect((await get('/media/p/../private/chat/0123/photo.webp')).status).toBe(404);
  });

  it('cannot be changed from here', async () => {
    const path = await aPicture();
    const refused = await get(path, { method: 'PUT', body: 'x' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await (await get(path)).text()).toBe('RIFF a picture');
  });
});
