import { describe, expect, it } from 'vitest';
import { createPageCache } from '../../src/storefront/page-cache.js';

/** A cache of 100 bytes, and how often each page was made. */
function aCache() {
  const cache = createPageCache(100);
  const made: string[] = [];
  const open = (etag: string, bytes = 40) =>
    cache.get(etag, async () => {
      made.push(etag);
      return Buffer.alloc(bytes);
    });
  return { cache, made, open };
}

describe('the front of a shop', () => {
  it('is made once for all who open it, also at the same moment', async () => {
    const { made, open } = aCache();
    const [one, other] = await Promise.all([open('a'), open('a')]);
    expect(await open('a')).toBe(one);
    expect(other).toBe(one);
    expect(made).toEqual(['a']);
  });

  it('that was opened longest ago makes room for another', async () => {
    const { made, open } = aCache();
    for (const etag of ['a', 'b', 'a', 'c']) await open(etag);
    for (const etag of ['a', 'c', 'b']) await open(etag);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('larger than all the room is given and not kept', async () => {
    const { made, open } = aCache();
    expect(await open('huge', 101)).toHaveLength(101);
    for (const etag of ['a', 'b', 'a', 'b', 'huge']) await open(etag);
    expect(made).toEqual(['huge', 'a', 'b', 'huge']);
  });

  it('that could not be made is tried again', async () => {
    const { cache, open } = aCache();
    await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await open('a')).toHaveLength(40);
  });
});
