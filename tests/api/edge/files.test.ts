import { describe, expect, it } from 'vitest';
import { aDesk } from './a-desk.js';

describe('what is streamed', () => {
  it('has its type, its headers and all of its chunks', async () => {
    const { status, text, headers } = await (await aDesk()).ask('GET', '/all-notes');
    expect([status, text]).toEqual([200, 'note 0\nnote 1\nnote 2\n']);
    expect([headers.get('content-type'), headers.get('x-notes')]).toEqual(['text/csv; charset=utf-8', '3']);
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('and breaks before it has begun is told as a fault', async () => {
    const { status, body, headers } = await (await aDesk()).ask('GET', '/all-notes?breaks=0');
    expect([status, headers.get('content-type')]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(body).toMatchObject({ code: 'broken' });
  });

  it('and breaks in the middle is cut, so that nobody takes the half for the whole', async () => {
    const desk = await aDesk();
    await expect(desk.ask('GET', '/all-notes?breaks=2')).rejects.toThrow();
    expect((await desk.ask('GET', '/all-notes')).status).toBe(200);
  });

  it('is asked for by HEAD without its bytes', async () => {
    const { status, text } = await (await aDesk()).ask('HEAD', '/all-notes?breaks=0');
    expect([status, text]).toEqual([200, '']);
  });
});

describe('a file that is all of a body', () => {
  const csv = { 'content-type': 'text/csv' };

  it('reaches the call as it is, bare and in a form', async () => {
    const desk = await aDesk();
    const form = new FormData();
    form.set('file', new Blob(['a,b']), 'a.csv');
    expect((await desk.ask('POST', '/note-files', { body: 'a,b', headers: csv })).status).toBe(201);
    expect((await desk.ask('POST', '/note-files', { body: form })).status).toBe(201);
    expect(desk.asked.map(({ file, body }) => [file?.toString(), body])).toEqual([
      ['a,b', undefined],
      ['a,b', undefined],
    ]);
  });

  it.each<[what: string, init: RequestInit, status: number, code: string]>([
    ['that is too long', { body: 'x'.repeat(101), headers: csv }, 413, 'file_too_big'],
    ['of another type', { body: '{}', headers: { 'content-type': 'application/json' } }, 415, 'wrong_type'],
    ['that is empty', { body: '', headers: csv }, 400, 'unreadable'],
    ['that is missing', { headers: csv }, 400, 'unreadable'],
    ['packed in a way nobody knows', { body: 'a', headers: { ...csv, 'content-encoding': 'x' } }, 415, 'wrong_type'],
    ['of a broken form', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }, 415, 'wrong_type'],
    [
      'of a cut form',
      { body: '--x', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      400,
      'unreadable',
    ],
  ])('%s is refused', async (_, init, status, code) => {
    const desk = await aDesk();
    const answer = await desk.ask('POST', '/note-files', init);
    expect([answer.status, answer.body]).toMatchObject([status, { code }]);
    expect(desk.asked).toEqual([]);
  });

  it('too long for memory is refused in a form, too', async () => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(16 * 1024 * 1024)]), 'a.csv');
    const { status, body } = await (await aDesk()).ask('POST', '/note-files', { body: form });
    expect([status, body]).toMatchObject([413, { code: 'file_too_big' }]);
  });
});
