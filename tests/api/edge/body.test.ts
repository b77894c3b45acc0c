import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { JSON_BYTES } from '../../../src/api/edge/read-json.js';
import { aDesk } from './a-desk.js';

const json = { 'content-type': 'application/json' };
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

describe('a JSON body', () => {
  it.each([
    ['plain', json],
    ['with its charset', { 'content-type': 'application/json; charset=utf-8' }],
    ['in capitals', { 'content-type': 'Application/JSON;charset="UTF-8"' }],
  ])('is read %s', async (_how, headers) => {
    const { ask, asked } = await aDesk();
    expect(await ask('POST', '/notes', { headers, body: '{"text":"आम का अचार 🥭","stars":5}' })).toMatchObject({
      status: 201,
    });
    expect(asked[0]?.body).toEqual({ text: 'आम का अचार 🥭', stars: 5 });
  });

  it('is read when it was compressed', async () => {
    const { ask, asked } = await aDesk();
    const headers = { ...json, 'content-encoding': 'gzip' };
    await ask('POST', '/notes', { headers, body: gzipSync('{"text":"short"}') });
    expect(asked[0]?.body).toEqual({ text: 'short' });
  });

  it.each([
    ['nothing at all', json, '', 400, 'unreadable'],
    ['half a document', json, '{"text":', 400, 'unreadable'],
    ['a comment', json, '{"text":"a"} // b', 400, 'unreadable'],
    ['NaN', json, '{"stars":NaN}', 400, 'unreadable'],
    ['a byte order mark', json, '\ufeff{"text":"a"}', 400, 'unreadable'],
    ['bytes that are no UTF-8', json, Buffer.from('{"text":"\xff\xfe"}', 'latin1'), 400, 'unreadable'],
    ['nesting without end', json, '['.repeat(50_000) + ']'.repeat(50_000), 400, 'unreadable'],
    ['objects in objects', json, `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 400, 'unreadable'],
    ['compressed bytes that are none', { ...json, 'content-encoding': 'gzip' }, 'plain', 400, 'unreadable'],
    ['a compression nobody knows', { ...json, 'content-encoding': 'brainfold' }, '{}', 415, 'wrong_type'],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'text=a', 415, 'wrong_type'],
    ['text', { 'content-type': 'text/plain' }, '{"text":"a"}', 415, 'wrong_type'],
    [
      'another charset',
      { 'content-type': 'application/json; charset=utf-16le' },
      Buffer.from('{"text":"a"}', 'utf16le'),
      415,
      'wrong_type',
    ],
    ['a type with a tail', { 'content-type': 'application/json5' }, '{"text":"a"}', 415, 'wrong_type'],
    ['a list', json, '[{"text":"a"}]', 422, 'bad_request'],
    ['a bare word', json, '"text"', 422, 'bad_request'],
    ['null', json, 'null', 422, 'bad_request'],
    ['more than fits', json, JSON.stringify({ text: 'x'.repeat(JSON_BYTES) }), 413, 'too_large'],
    [
      'a bomb',
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(JSON.stringify({ text: 'x'.repeat(20_000_000) })),
      413,
      'too_large',
    ],
  ])('is refused as %s', async (_what, headers, body, status, code) => {
    const { ask, asked } = await aDesk();
    expect(await ask('POST', '/notes', { headers, body })).toMatchObject(problem(status, code));
    expect(asked).toEqual([]);
  });

  it.each([
    ['an unknown field', '{"text":"a","admin":true}', 'admin'],
    ['a NUL in a text', '{"text":"a\\u0000b"}', 'text'],
    ['half of an emoji', '{"text":"\\ud83e"}', 'text'],
    ['a reach for the prototype', '{"text":"a","__proto__":{"admin":true}}', '__proto__'],
    ['the same, deeper down', '{"text":{"__proto__":1}}', 'text.__proto__'],
    ['a constructor', '{"text":"a","constructor":{"prototype":{"admin":true}}}', 'constructor'],
    ['a query of MongoDB in place of a text', '{"text":{"$ne":null}}', 'text'],
    ['a list in place of a text', '{"text":["a"]}', 'text'],
    ['a number too large to be whole', '{"text":"a","stars":1e400}', 'stars'],
    ['100 kB in place of a name', JSON.stringify({ text: 'अ'.repeat(33_000) }), 'text'],
  ])('tells the field of %s', async (_what, body, path) => {
    const { ask, asked } = await aDesk();
    const refused = await ask('POST', '/notes', { headers: json, body });
    expect(refused).toMatchObject(problem(422, 'bad_request'));
    expect(refused.body).toMatchObject({
      errors: [expect.objectContaining({ path, message: expect.stringMatching(/./) })],
    });
    expect(asked).toEqual([]);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('never repeats bytes of the client that a terminal would obey', async () => {
    const { ask } = await aDesk();
    const refused = await ask('POST', '/notes', { json: { text: 'a', '\u001b[2J\u0000': 1 } });
    expect(refused).toMatchObject(problem(422, 'bad_request'));
    expect(refused.body).toMatchObject({ errors: [{ path: '?[2J?' }] });
  });
});
