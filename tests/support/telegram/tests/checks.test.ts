import { describe, expect, it } from 'vitest';
import { readText } from '../checks/formatted.js';
import { parseHtml } from '../checks/html.js';
import { readPhotoUpload, sniffImage } from '../checks/image.js';
import { wrongLink } from '../checks/link.js';
import { parseMarkdownV2 } from '../checks/markdown-v2.js';
import { aJpeg } from './images.js';

describe('texts', () => {
  it.each([
    ['<b>unclosed', 'Can\'t find end tag corresponding to start tag "b"'],
    ['<b><i>test</b></i>', 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'],
    ['<script>alert(1)</script>', 'Unsupported start tag "script" at byte offset 0'],
    ['नमस्ते <x>', 'Unsupported start tag "x" at byte offset 19'],
    ['a < b', 'Unsupported start tag "" at byte offset 2'],
    ['1 <2', 'Unclosed start tag at byte offset 2'],
    ['<a href="x', 'Unclosed start tag "a" at byte offset 0'],
    ['</b>', 'Unexpected end tag at byte offset 0'],
    ['<span>x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-emoji emoji-id="x">x</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ])('refuses the HTML %s', (html, reason) => {
    expect(() => parseHtml(html)).toThrow(`Bad Request: can't parse entities: ${reason}`);
  });

  it('reads HTML', () => {
    const html = '<b>Pickles &amp; <i>jam</i></b> &#8377;5 &copy; <a href="https://haat.test/s">shop</a>';
    expect(parseHtml(html)).toEqual({
      text: 'Pickles & jam ₹5 &copy; shop',
      entities: [
        { type: 'bold', offset: 0, length: 13 },
        { type: 'italic', offset: 10, length: 3 },
        { type: 'text_link', url: 'https://haat.test/s', offset: 24, length: 4 },
      ],
    });
    expect(parseHtml('<pre><code class="language-ts">x</code></pre>').entities).toEqual([
      { type: 'pre', offset: 0, length: 1, language: 'ts' },
    ]);
    expect(parseHtml('<a href="http://localhost/x">x</a>').entities).toEqual([]);
  });

  it.each([
    ['hello.', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['a-b', "Character '-' is reserved and must be escaped with the preceding '\\'"],
    ['*unclosed', "Can't find end of Bold entity at byte offset 0"],
    ['🏟 🏟_abac * asd ', "Can't find end of Bold entity at byte offset 15"],
    ['🏟 🏟_abac * asd _', "Can't find end of Italic entity at byte offset 21"],
    ['🏟 🏟```', "Can't find end of Pre entity at byte offset 9"],
    ['a | b', "Character '|' is reserved and must be escaped with the preceding '\\'"],
  ])('refuses the MarkdownV2 %s', (source, reason) => {
    expect(() => parseMarkdownV2(source)).toThrow(`Bad Request: can't parse entities: ${reason}`);
  });

  it('reads MarkdownV2', () => {
    expect(parseMarkdownV2('*bold _both_* `a.b` [shop](https://haat.test/a\\)) 5\\.\n>quote\nend')).toEqual({
      text: 'bold both a.b shop 5.\nquote\nend',
      entities: [
        { type: 'bold', offset: 0, length: 9 },
        { type: 'italic', offset: 5, length: 4 },
        { type: 'code', offset: 10, length: 3 },
        { type: 'text_link', url: 'https://haat.test/a)', offset: 14, length: 4 },
        { type: 'blockquote', offset: 22, length: 5 },
      ],
    });
  });

  it.each([
    [{ type: 'bold', offset: 100, length: 1 }, 'entity begins after the end of the text at UTF-16 offset 100'],
    [
      { type: 'bold', offset: 0, length: 100 },
      'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100',
    ],
    [{ type: 'bold', offset: -1, length: 1 }, 'receive an entity with incorrect offset -1'],
    [{ type: 'bold', offset: 7, length: 1 }, 'entity begins in a middle of a symbol at UTF-16 offset 7'],
    [{ type: 'marquee', offset: 0, length: 1 }, "can't parse MessageEntity: Unsupported type specified"],
    [{ type: 'text_link', offset: 0, length: 1 }, 'can\'t parse MessageEntity: Can\'t find field "url"'],
    [
      { type: 'text_link', offset: 0, length: 1, url: 'not-a-url' },
      "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
    ],
    [{ type: 'bold', offset: '0', length: 1 }, 'can\'t parse MessageEntity: Field "offset" must be of type Number'],
  ])('refuses the entity %o', (entity, reason) => {
    expect(() => readText({ text: 'hello 🙂', entities: [entity] })).toThrow(reason);
  });

  it('counts what is left of a text, in UTF-16 units', () => {
    expect(readText({ text: `<b>${'x'.repeat(4096)}</b>`, parse_mode: 'html' }).text).toHaveLength(4096);
    expect(() => readText({ text: '🙂'.repeat(2049) })).toThrow('message is too long');
    expect(() => readText({ text: '   ' })).toThrow('text must be non-empty');
    expect(() => readText({})).toThrow('message text is empty');
    expect(() => readText({ text: 'x', parse_mode: 'Markdown' })).toThrow('unsupported parse_mode');
    const moved = readText({ text: '  hi ', entities: [{ type: 'bold', offset: 1, length: 4 }] });
    expect(moved).toEqual({ text: 'hi', entities: [{ type: 'bold', offset: 0, length: 2 }] });
  });
});

it.each([
  ['https://haat.test/s/asha', undefined],
  ['haat.test', undefined],
  ['tg://user?id=1', undefined],
  ['http://127.0.0.1:4000', undefined],
  ['http://localhost:4000', 'Wrong HTTP URL'],
  ['not-a-url', 'Wrong HTTP URL'],
  ['https://', 'Wrong HTTP URL'],
  ['ftp://haat.test', 'Unsupported URL protocol'],
  ['', 'URL host is empty'],
])('says of the link "%s": %s', (link, reason) => {
  expect(wrongLink(link)).toBe(reason);
});

describe('photos', () => {
  it('knows an image by its content', () => {
    expect(sniffImage(aJpeg(30, 20))).toEqual({ format: 'jpeg', size: [30, 20] });
    expect(sniffImage(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))).toBeUndefined();
  });

  it.each([
    [Buffer.from('no picture at all'), 'IMAGE_PROCESS_FAILED'],
    [Buffer.alloc(0), 'file must be non-empty'],
    [aJpeg(2100, 100), 'PHOTO_INVALID_DIMENSIONS'],
    [aJpeg(6000, 4001), 'PHOTO_INVALID_DIMENSIONS'],
    [aJpeg(100, 100, 10 * 1024 * 1024 + 1), 'is too big for a photo; the maximum size is 10485760 bytes'],
  ])('refuses upload %#', (bytes, reason) => {
    expect(() => readPhotoUpload(bytes)).toThrow(reason);
  });
});
