import { describe, expect, it } from 'vitest';
import { aDesk } from './a-desk.js';

const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });
const typed = { 'content-type': 'multipart/form-data; boundary=x' };
const part = (head: string, content: string) => `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${content}\r\n`;

function aForm(fields: Record<string, string | string[]>, image?: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  if (image) form.append('image', new Blob([image]), 'photo.jpg');
  return form;
}

describe('a form', () => {
  it('brings the fields of the JSON, and a file', async () => {
    const { ask, asked } = await aDesk();
    const image = new Uint8Array([1, 2, 3]);
    expect(await ask('POST', '/photos', { body: aForm({ text: 'अचार', stars: '4' }, image) })).toMatchObject({
      status: 201,
    });
    expect(asked[0]?.body).toEqual({ text: 'अचार', stars: 4 });
    expect(asked[0]?.file).toEqual(Buffer.from(image));
  });

  it('needs no file, not even where a browser sends an empty one', async () => {
    const { ask, asked } = await aDesk();
    await ask('POST', '/photos', {
      headers: typed,
      body: `${part('name="text"', 'a')}${part('name="image"; filename=""\r\nContent-Type: application/octet-stream', '')}--x--\r\n`,
    });
    expect(asked[0]).toMatchObject({ body: { text: 'a' }, file: undefined });
  });

  it('may as well come as JSON', async () => {
    const { ask, asked } = await aDesk();
    await ask('POST', '/photos', { json: { text: 'a', stars: 1 } });
    expect(asked[0]).toMatchObject({ body: { text: 'a', stars: 1 }, file: undefined });
  });

  it.each([
    ['a field twice', aForm({ text: ['a', 'b'] }), 422, 'bad_request'],
    ['an unknown field', aForm({ text: 'a', admin: '1' }), 422, 'bad_request'],
    ['a field with brackets', aForm({ 'text[$ne]': '' }), 422, 'bad_request'],
    ['a reach for the prototype', aForm({ text: 'a', '__proto__[admin]': '1' }), 422, 'bad_request'],
    ['a NUL', aForm({ text: 'a\0b' }), 422, 'bad_request'],
    ['a text that is no digit', aForm({ text: 'a', stars: '1; DROP' }), 422, 'bad_request'],
    ['a photo of 16 MB', aForm({ text: 'a' }, new Uint8Array(16 * 1024 * 1024)), 413, 'photo_too_big'],
    ['a text of 100 kB', aForm({ text: 'x'.repeat(100_000) }), 413, 'too_large'],
    ['fields without end', aForm({ text: Array.from({ length: 200 }, () => 'a') }), 400, 'unreadable'],
    ['brackets without end', aForm({ [`text${'[a]'.repeat(30)}`]: 'a' }), 400, 'unreadable'],
    ['a list of a billion', aForm({ 'text[999999999]': 'a' }), 400, 'unreadable'],
  ])('is refused with %s', async (_what, body, status, code) => {
    const { ask, asked } = await aDesk();
    expect(await ask('POST', '/photos', { body })).toMatchObject(problem(status, code));
    expect(asked).toEqual([]);
  });

  it.each([
    ['a file where none belongs', `${part('name="virus"; filename="a.jpg"', 'x')}--x--\r\n`, 422, 'bad_request'],
    [
      'two photos',
      `${part('name="image"; filename="a"', '1')}${part('name="image"; filename="b"', '2')}--x--\r\n`,
      400,
      'unreadable',
    ],
    ['no end', part('name="text"', 'a'), 400, 'unreadable'],
    ['a head without end', `--x\r\n${'A: b\r\n'.repeat(5000)}`, 400, 'unreadable'],
    ['nothing in it', '', 400, 'unreadable'],
    ['no name', `${part('filename="a"', 'x')}--x--\r\n`, 400, 'unreadable'],
  ])('is refused with %s', async (_what, body, status, code) => {
    const { ask, asked } = await aDesk();
    expect(await ask('POST', '/photos', { headers: typed, body })).toMatchObject(problem(status, code));
    expect(asked).toEqual([]);
  });

  it.each([
    ['without a boundary', 'multipart/form-data'],
    ['of another kind', 'multipart/mixed; boundary=x'],
  ])('is refused %s', async (_what, type) => {
    const { ask } = await aDesk();
    const body = `${part('name="text"', 'a')}--x--\r\n`;
    expect(await ask('POST', '/photos', { headers: { 'content-type': type }, body })).toMatchObject(
      problem(415, 'wrong_type'),
    );
  });

  it('is refused where only JSON is read', async () => {
    const { ask } = await aDesk();
    expect(await ask('POST', '/notes', { body: aForm({ text: 'a' }) })).toMatchObject(problem(415, 'wrong_type'));
  });
});
