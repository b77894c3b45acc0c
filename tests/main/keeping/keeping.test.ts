import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDbUri } from '../../support/db.js';
import { testFolder } from '../../support/test-folder.js';
import { aHaat, archiveIn } from './a-haat.js';

const { Binary, Decimal128, Double, Int32, Long, ObjectId } = mongoose.mongo.BSON;

const folder = testFolder();
const here = aHaat(testDbUri(), join(folder, 'here'));
const there = aHaat(testDbUri(), join(folder, 'there'));
const file = archiveIn(folder);

const PHOTO = 'p/a-320.webp';
const bytesOf = async (haat: typeof here, key: string) => (await (await haat.media()).read(key))?.toString();

beforeAll(async () => {
  await here.db.collection<{ _id: unknown; [field: string]: unknown }>('stores').insertMany([
    { _id: 'text', name: 'Asha’s Pickles अचार \u2028\n', tags: ['a', { 'b.c': 1, $odd: null }] },
    { _id: new ObjectId(), whole: new Int32(7), real: new Double(7), long: Long.fromString('9007199254740993') },
    { _id: 3, at: new Date(1), bytes: new Binary(Buffer.from([0, 255])), price: Decimal128.fromString('1.10') },
  ]);
  await here.db
    .collection('orders')
    .insertMany(Array.from({ length: 3000 }, (_, i) => ({ number: `HT-${i}`, note: String(Math.sin(i)).repeat(200) })));
  await here.db.collection<{ _id: string }>('locks').insertOne({ _id: 'telegram' });
  const media = await here.media();
  await media.put(PHOTO, Buffer.from('a photo'), 'image/webp');
  await media.put(`private/chat/${'long-'.repeat(36)}/x.csv`, Buffer.from('x'), 'text/csv');
  await media.put('card/empty.png', Buffer.alloc(0), 'image/png');
  await here.backUp(file);
});

const nothingThere = async () => {
  expect(await there.all()).toEqual({});
  expect(existsSync(join(folder, 'there/media'))).toBe(false);
};

describe('a backup', () => {
  it('can be read by the operator alone, is written over nothing, and leaves no draft', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file);
    await expect(here.backUp(file)).rejects.toThrow('is there already');
    expect(readFileSync(file).equals(before)).toBe(true);
    await expect(here.backUp(join(folder, 'no/such/folder.haat'))).rejects.toThrow('ENOENT');
    expect(readdirSync(folder).filter((name) => name.endsWith('~'))).toEqual([]);
  });

  it('of a collection that could not be found again in it is not made', async () => {
    const odd = here.db.collection('odd name');
    await odd.insertOne({});
    await expect(here.backUp(archiveIn(folder, 'odd.haat'))).rejects.toThrow('odd name has a name that');
    expect(existsSync(archiveIn(folder, 'odd.haat'))).toBe(false);
    await odd.drop();
  });

  it('says what is in it', async () => {
    const second = archiveIn(folder, 'second.haat');
    expect(await here.backUp(second)).toMatchObject({ documents: { orders: 3000, stores: 3 }, media: 3 });
  });
});

describe('a restore', () => {
  it.each<[what: string, alter: (bytes: Buffer) => Buffer, why: string]>([
    ['cut in the middle', (bytes) => bytes.subarray(0, bytes.length / 2), 'cut off'],
    ['cut before its end', (bytes) => bytes.subarray(0, bytes.lastIndexOf('end.json')), 'cut off'],
    ['empty', () => Buffer.alloc(0), 'cut off'],
    ['no archive at all', () => Buffer.from('name,price\nMango pickle,149\n'.repeat(100)), 'no backup of Haat'],
    ['another photo', (bytes) => replaced(bytes, 'a photo', 'b photo'), 'its sum is another'],
    ['a changed count', (bytes) => replaced(bytes, '"media": 3', '"media": 2'), 'its sum is another'],
    ['a changed sum', (bytes) => replaced(bytes, '"sha256": "', '"sha256": "z'), 'end.json in it cannot be read'],
    ['a changed date', (bytes) => replaced(bytes, '"at": "20', '"at": "19'), 'its sum is another'],
    ['another format', (bytes) => replaced(bytes, '"version": 1', '"version": 2'), 'made by a newer Haat'],
    ['a bit in the data', (bytes) => flipped(bytes, bytes.indexOf('data/orders') + 2000), 'cannot be read'],
    ['something behind it', (bytes) => Buffer.concat([bytes.subarray(0, -1024), bytes]), 'follows its end'],
  ])('refuses an archive with %s, in words, and changes nothing', async (what, alter, why) => {
    const broken = archiveIn(folder, `${what}.haat`);
    writeFileSync(broken, alter(readFileSync(file)));
    await expect(there.restore(broken)).rejects.toThrow(why);
    await nothingThere();
  });

  it('refuses data of a newer Haat, and a file that is not there', async () => {
    await here.db.collection<{ _id: string }>('migrations').insertOne({ _id: '2999-01-01-not-known-yet' });
    const newer = archiveIn(folder, 'newer.haat');
    await here.backUp(newer);
    await here.db.collection('migrations').drop();
    await expect(there.restore(newer)).rejects.toThrow('those of a newer Haat');
    await expect(there.restore(archiveIn(folder, 'none.haat'))).rejects.toThrow('ENOENT');
    await nothingThere();
  });

  it('brings back every value as what it was, and every photo; who holds what now is left behind', async () => {
    await there.restore(file);
    const { locks, ...kept } = await here.all();
    expect(locks).toHaveLength(1);
    expect(await there.all()).toEqual(kept);
    expect(await bytesOf(there, PHOTO)).toBe('a photo');
    expect(await bytesOf(there, 'card/empty.png')).toBe('');
    expect(await bytesOf(there, `private/chat/${'long-'.repeat(36)}/x.csv`)).toBe('x');
  });

  it('gives nothing up that is there already, unless that is said', async () => {
    await there.db.collection<{ _id: string }>('stores').insertOne({ _id: 'newer than the backup' });
    const before = await there.all();
    await expect(there.restore(file)).rejects.toThrow(/has data already \(\w+\).*--replace/s);
    expect(await there.all()).toEqual(before);
    await there.restore(file, { replace: true });
    expect((await there.all()).stores).toHaveLength(3);
  });

  it('that broke off is known as such, and is begun again', async () => {
    const media = join(folder, 'there/media');
    writeFileSync(join(media, 'q'), 'a file where a folder should be');
    const blocked = archiveIn(folder, 'blocked.haat');
    await (await here.media()).put('q/b.webp', Buffer.from('b'), 'image/webp');
    await here.backUp(blocked);
    await expect(there.restore(blocked, { replace: true })).rejects.toThrow(/EEXIST|ENOTDIR/);
    await expect(there.backUp(archiveIn(folder, 'half.haat'))).rejects.toThrow('broke off');
    expect(existsSync(archiveIn(folder, 'half.haat'))).toBe(false);

    await there.restore(file);
    expect(await there.all()).not.toHaveProperty('restoring');
    await there.backUp(archiveIn(folder, 'whole.haat'));
  });
});

function replaced(bytes: Buffer, text: string, by: string): Buffer {
  const at = bytes.indexOf(text);
  expect(at).toBeGreaterThan(0);
  const copy = Buffer.from(bytes);
  copy.write(by, at);
  return copy;
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ 1, at);
  return copy;
}
