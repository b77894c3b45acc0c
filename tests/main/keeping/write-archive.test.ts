import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { writeArchive } from '../../../src/main/keeping/write-archive.js';
import { testFolder } from '../../support/test-folder.js';

const folder = testFolder();
const file = (name: string): string => join(folder, name);
const at = new Date();
const never = (): Promise<never> => new Promise(() => undefined);
const left = (): string[] => readdirSync(folder);

it('an archive appears when it is whole, and not before', async () => {
  await writeArchive(file('whole.haat'), at, async (archive) => {
    await archive.add('a', Buffer.alloc(100_000));
    expect(existsSync(file('whole.haat'))).toBe(false);
    await archive.add('b', { stream: Readable.from([Buffer.from('ha'), Buffer.from('lf')]), bytes: 4 });
  });
  expect(left()).toEqual(['whole.haat']);
});

it('an archive that is stopped in the middle leaves nothing', async () => {
  const stopping = new AbortController();
  const stopped = writeArchive(
    file('stopped.haat'),
    at,
    async (archive) => {
      await archive.add('a', Buffer.alloc(100_000));
      stopping.abort();
      await never();
    },
    stopping.signal,
  );
  await expect(stopped).rejects.toThrow('It was stopped.');
  expect(left()).toEqual(['whole.haat']);
});

it.each([
  ['ends early', 5],
  ['is longer than it was said to be', 3],
])('an archive of a photo that %s leaves nothing', async (_what, bytes) => {
  const broken = writeArchive(file('broken.haat'), at, (archive) =>
    archive.add('a', { stream: Readable.from([Buffer.from('half')]), bytes }),
  );
  await expect(broken).rejects.toThrow('Size mismatch');
  expect(left()).toEqual(['whole.haat']);
});

it('an archive is written over no other, also not over one that came meanwhile', async () => {
  const late = writeArchive(file('late.haat'), at, async () => writeFileSync(file('late.haat'), 'another'));
  await expect(late).rejects.toThrow('late.haat is there already. Choose another name.');
  expect(left().sort()).toEqual(['late.haat', 'whole.haat']);
});
