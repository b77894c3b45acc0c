import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ZodError } from 'zod';
import { parseMessage } from '../../../bots/web-chat/parse.js';
import { isPrivateKey, keyOfUrl, privateKey, privateUrl } from '../../../bots/web-chat/private-media.js';
import { sniffPhoto } from '../../../bots/web-chat/sniff.js';
import { newId } from '../../../src/platform/ids.js';
import { isMediaKey } from '../../../src/platform/media/media-storage.js';
import { Refusal } from '../../../src/platform/refusal.js';

describe('a message that came over the wire', () => {
  it('keeps what was written, character by character, when a screen can show it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (text) => {
        fc.pre(text.trim() !== '');
        expect(parseMessage({ fields: { text } }).text).toBe(text);
      }),
    );
  });

  it('never holds what a database or a screen chokes on, nor more than 4000 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
        try {
          const parsed = parseMessage({ fields: { text } }).text ?? '';
          expect(parsed).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Surrogate}/u);
          expect([...parsed].length).toBeLessThanOrEqual(4000);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
    );
  });

  it('is either understood or refused in words, whatever its fields', () => {
    fc.assert(
      fc.property(fc.anything(), (fields) => {
        try {
          expect(parseMessage({ fields }).messageId).toMatch(/^[\x21-\x7e]{1,100}$/);
        } catch (error) {
          expect(error instanceof Refusal || error instanceof ZodError).toBe(true);
        }
      }),
    );
  });

  it.each([
    ['4000 characters, each of two units', '🥭'.repeat(4000), true],
    ['4001 characters', '🥭'.repeat(4001), false],
  ])('counts characters as people do: %s', (_what, text, taken) => {
    const parse = () => parseMessage({ fields: { text } });
    if (taken) expect(parse().text).toBe(text);
    else expect(parse).toThrow(expect.objectContaining({ code: 'text_too_long', status: 422 }));
  });

  it('may be a photo without a word, and then has no text at all', () => {
    const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
    const parsed = parseMessage({ fields: { text: '  ' }, photo });
    expect(parsed).toEqual({
      messageId: expect.any(String),
      photo: { bytes: photo, type: { contentType: 'image/jpeg', ending: 'jpg' } },
    });
  });

  it('says hello with an empty start, which is not an empty message', () => {
    expect(parseMessage({ fields: { start: '', messageId: 'hello' } })).toEqual({ start: '', messageId: 'hello' });
  });

  it('takes the wire form of a choice, with its mark', () => {
    expect(parseMessage({ fields: { choice: 'yes|k3' } })).toMatchObject({ choice: 'yes|k3' });
  });
});

describe('what a photo is', () => {
  it('is told by its first bytes, and random bytes are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        fc.pre(bytes[0] !== 0xff && bytes[0] !== 0x89 && bytes[0] !== 0x52 && bytes[4] !== 0x66);
        expect(sniffPhoto(bytes)).toBeUndefined();
      }),
    );
  });

  it.each(['heic', 'heix', 'mif1', 'msf1', 'hevc'])('knows the brand %s of iPhones', (brand) => {
    expect(sniffPhoto(Buffer.from(`....ftyp${brand}`))).toMatchObject({ contentType: 'image/heic' });
  });

  it.each(['isom', 'mp42', 'avif', 'qt  '])('takes no film and no AVIF (%s)', (brand) => {
    expect(sniffPhoto(Buffer.from(`....ftyp${brand}`))).toBeUndefined();
  });
});

describe('the key of what a person sent', () => {
  it('is private, fits the storage, and is found again from its address', () => {
    const [asha, meera] = [newId(), newId()];
    const bytes = Buffer.from('photo');
    const key = privateKey(asha, bytes, 'jpg');
    expect(isMediaKey(key) && isPrivateKey(key)).toBe(true);
    expect(privateKey(asha, bytes, 'jpg'), 'a retry adds nothing').toBe(key);
    expect(privateKey(meera, bytes, 'jpg'), 'nobody learns that another sent the same').not.toBe(key);
    expect(privateUrl(key)).toMatch(new RegExp(`^/chat/media/${asha}/[0-9a-f]{40}\\.jpg$`));
    expect(keyOfUrl(asha, privateUrl(key).split('/').pop() ?? '')).toBe(key);
  });
});
