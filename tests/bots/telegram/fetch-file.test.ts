import { describe, expect, it } from 'vitest';
import { createFetchFile } from '../../../bots/telegram/fetch-file.js';
import { parseUpdate } from '../../../bots/telegram/parse.js';
import { type FakeTelegram, startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aJpeg } from '../../support/telegram/tests/images.js';
import { aPerson, apiOf, expectNoToken } from './a-send.js';

const MB = 1024 * 1024;

const fetchOf = (telegram: FakeTelegram) =>
  createFetchFile({ api: apiOf(telegram), fileRoot: `${telegram.apiRoot}/file/bot${telegram.token}` });

/** The reference of what was sent last. */
function lastRef(telegram: FakeTelegram): string {
  const parsed = parseUpdate(telegram.unconfirmed().at(-1) ?? { update_id: 0 });
  return (parsed?.kind === 'said' && (parsed.said.photos?.[0] ?? parsed.said.file)?.ref) || '';
}

/** The same file, as if its size had not been announced. */
const ofUnknownSize = (ref: string): string => ref.replace(/^\d+/, '0');

const aFile = (bytes: number) => ({
  bytes: Buffer.alloc(bytes, 7),
  names: { fileName: 'a.png', mimeType: 'image/png' },
});

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

describe('what a person sent', () => {
  it('is fetched byte by byte, a photo in its largest size', async () => {
    await using telegram = await startFakeTelegram();
    const photo = aJpeg(1600, 1200, 300_000);
    aPerson(telegram).sendsPhoto(photo);
    expect(photo.equals(await fetchOf(telegram)(lastRef(telegram)))).toBe(true);
  });

  it('is fetched as it is when it was sent as a file', async () => {
    await using telegram = await startFakeTelegram();
    const bytes = Buffer.from('name,price\nMango,149');
    aPerson(telegram).sendsFile(bytes, { fileName: 'prices.csv', mimeType: 'text/csv' });
    expect(await fetchOf(telegram)(lastRef(telegram))).toEqual(bytes);
  });

  it('may have 15 MB', async () => {
    await using telegram = await startFakeTelegram();
    const { bytes, names } = aFile(15 * MB);
    aPerson(telegram).sendsFile(bytes, names);
    expect(await fetchOf(telegram)(lastRef(telegram))).toHaveLength(15 * MB);
  });

  it('is refused in words when it is larger, without being fetched', async () => {
    await using telegram = await startFakeTelegram();
    const { bytes, names } = aFile(15 * MB + 1);
    aPerson(telegram).sendsFile(bytes, names);
    const refusal = { code: 'photo_too_big', status: 413, params: { megabytes: 15 } };
    await expect(fetchOf(telegram)(lastRef(telegram))).rejects.toMatchObject(refusal);
    expect([...telegram.calls('getFile'), ...telegram.calls('file')]).toEqual([]);
  });

  it.each([
    ['more than a bot may have', 20 * MB + 1],
    ['more than we want, as it turns out on the way', 15 * MB + 1],
  ])('is refused in words when it is %s, though no size was announced', async (_what, size) => {
    await using telegram = await startFakeTelegram();
    const { bytes, names } = aFile(size);
    aPerson(telegram).sendsFile(bytes, names);
    // bytes that are fetched all the same are no use in a report
    const fetching = fetchOf(telegram)(ofUnknownSize(lastRef(telegram))).then(({ length }) => `${length} bytes`);
    await expect(fetching).rejects.toMatchObject({ code: 'photo_too_big', status: 413 });
  });
});

describe('a file that cannot be had', () => {
  it.each<[string, Parameters<FakeTelegram['fault']>[0]]>([
    ['is cut half-way', { method: 'file', kind: 'drop', after: 'apply' }],
    ['is not answered', { method: 'file', kind: 'drop' }],
    ['is answered by a broken proxy', { method: 'file', kind: 'serverError' }],
    ['is gone from its place', { method: 'file', kind: 'answer', status: 404, description: 'Not Found' }],
    ['has a place that nobody tells', { method: 'getFile', kind: 'drop' }],
    [
      'is asked for with a token that was taken back',
      { method: 'getFile', kind: 'answer', status: 401, description: 'No' },
    ],
  ])('is an error that does not tell the token, when it %s; later it comes', async (_what, fault) => {
    await using telegram = await startFakeTelegram();
    const photo = aJpeg(1600, 1200, 300_000);
    aPerson(telegram).sendsPhoto(photo);
    const fetch = fetchOf(telegram);
    telegram.fault(fault);
    const thrown = await thrownBy(fetch(lastRef(telegram)));
    expect(thrown).toBeInstanceOf(Error);
    expectNoToken(thrown, telegram);
    expect(photo.equals(await fetch(lastRef(telegram)))).toBe(true);
  });

  it('is an error when Telegram does not know it', async () => {
    await using telegram = await startFakeTelegram();
    const thrown = await thrownBy(fetchOf(telegram)('5:no-such-file'));
    expect(String(thrown)).toContain('wrong file_id');
    expectNoToken(thrown, telegram);
  });
});
