import fc from 'fast-check';
import type { Chat, Update, User } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import { parseUpdate, readRef } from '../../../bots/telegram/parse.js';

const asha: User = { id: 42, is_bot: false, first_name: 'Asha', language_code: 'hi' };
const privateChat: Chat = { id: 42, type: 'private', first_name: 'Asha' };

/** A message of Asha's with this content, as it goes over the wire. */
const sent = (content: object, around: object = {}): Update => ({
  update_id: 1,
  message: { message_id: 7, date: 0, chat: privateChat, from: asha, ...around, ...content } as NonNullable<
    Update['message']
  >,
});
const tapped = (of: object): Update => ({
  update_id: 1,
  callback_query: { id: '99', from: asha, chat_instance: 'c', ...of } as NonNullable<Update['callback_query']>,
});
const member = (chat: Chat, status: 'kicked' | 'member'): Update => {
  const bot: User = { id: 1, is_bot: true, first_name: 'Haat' };
  const now = status === 'kicked' ? { user: bot, status, until_date: 0 } : { user: bot, status };
  const old_chat_member = { user: bot, status: 'member' } as const;
  return {
    update_id: 1,
    my_chat_member: { chat, from: asha, date: 1_700_000_000, old_chat_member, new_chat_member: now },
  };
};

/** What was said, without the id of its message. */
function saidIn(update: Update): unknown {
  const parsed = parseUpdate(update);
  if (parsed?.kind !== 'said') return parsed;
  const { messageId: _, ...said } = parsed.said;
  return said;
}

const file = (id: string, size?: number) => ({
  file_id: id,
  file_unique_id: `u${id}`,
  ...(size && { file_size: size }),
});
const size = (id: string, side: number) => ({ ...file(id, side * 100), width: side, height: side });

describe('what a person sends', () => {
  it('comes from their chat, with their name and language, under an id that stays the same', () => {
    const expected = {
      kind: 'said',
      address: '42',
      name: 'Asha',
      language: 'hi',
      said: { messageId: 'm7', text: 'hi' },
    };
    expect(parseUpdate(sent({ text: 'hi' }))).toEqual(expected);
  });

  it('needs no language', () => {
    expect(
      parseUpdate(sent({ text: 'hi' }, { from: { id: 42, is_bot: false, first_name: 'Asha' } })),
    ).not.toHaveProperty('language');
  });

  it.each<[string, object]>([
    ['a text', { text: 'Mango <b>_* 149\nsecond line' }],
    ['a command', { text: '/products' }],
    ['a word that only begins like start', { text: '/started' }],
    ['words behind a start that no link carries', { text: '/start selling pickles' }],
    ['an empty text', { text: '' }],
  ])('is %s, as written', (_what, said) => {
    expect(saidIn(sent(said))).toEqual(said);
  });

  it.each([
    ['/start', ''],
    ['/start ', ''],
    ['/start s_asha-pickles', 's_asha-pickles'],
    ['/start@haat_bot', ''],
    ['/start@haat_bot c_Zm9v_-9', 'c_Zm9v_-9'],
  ])('begins with %j as a link does', (text, start) => {
    expect(saidIn(sent({ text }))).toEqual({ start });
  });

  it('is a photo in its largest size, with the words under it', () => {
    const photo = [size('small', 90), size('middle', 320), size('large', 1280)];
    expect(saidIn(sent({ photo, caption: 'Mango 149' }))).toEqual({
      photos: [{ ref: '128000:large' }],
      text: 'Mango 149',
    });
    expect(saidIn(sent({ photo }))).toEqual({ photos: [{ ref: '128000:large' }] });
  });

  it.each([
    ['with its type', { file_name: 'IMG_1.HEIC', mime_type: 'image/heic' }],
    ['of an iPhone, without a type', { file_name: 'IMG_1.HEIC' }],
    ['with a type that says nothing', { file_name: 'photo.jpeg', mime_type: 'application/octet-stream' }],
    ['by its type alone', { mime_type: 'image/png' }],
  ])('is a photo also when it is sent as a file %s', (_how, names) => {
    const name = 'file_name' in names ? { name: names.file_name } : {};
    expect(saidIn(sent({ document: { ...file('doc', 5), ...names }, caption: 'Mango 149' }))).toEqual({
      photos: [{ ref: '5:doc', ...name }],
      text: 'Mango 149',
    });
  });

  it.each([
    [
      { file_name: 'prices.csv', mime_type: 'text/csv' },
      { ref: '5:doc', name: 'prices.csv' },
    ],
    [{ file_name: 'heic.pdf' }, { ref: '5:doc', name: 'heic.pdf' }],
    [{}, { ref: '5:doc' }],
  ])('is a file that is no photo: %j', (names, expected) => {
    expect(saidIn(sent({ document: { ...file('doc', 5), ...names } }))).toEqual({ file: expected });
  });

  it.each([
    ['own number is proved', { phone_number: '+919876543210', user_id: 42 }, '+919876543210', true],
    [
      'own number is proved, with the plus that a client left out',
      { phone_number: '919876543210', user_id: 42 },
      '+919876543210',
      true,
    ],
    ["friend's number is not", { phone_number: '+919876543210', user_id: 43 }, '+919876543210', false],
    ['number of somebody without Telegram is not', { phone_number: '+919876543210' }, '+919876543210', false],
  ])('is a contact, whose %s', (_whose, contact, phone, verified) => {
    expect(saidIn(sent({ contact: { first_name: 'A', ...contact } }))).toEqual({ contact: { phone, verified } });
  });

  it('is a place, by its name where it has one', () => {
    const location = { latitude: 18.51, longitude: 73.87 };
    expect(saidIn(sent({ location }))).toEqual({ location });
    expect(saidIn(sent({ location, venue: { location, title: 'Phoenix Mall', address: 'Nagar Road' } }))).toEqual({
      location: { ...location, label: 'Phoenix Mall, Nagar Road' },
    });
    expect(saidIn(sent({ location, venue: { location, title: 'Phoenix Mall', address: '' } }))).toEqual({
      location: { ...location, label: 'Phoenix Mall' },
    });
  });

  it.each(['sticker', 'voice', 'video', 'video_note', 'audio', 'poll', 'dice', 'story', 'animation'])(
    'is never met with silence, a %s neither',
    (kind) => {
      expect(saidIn(sent({ [kind]: file('x') }))).toEqual({ unsupported: true });
    },
  );

  it('is a tap on a button, with the message under which it stood', () => {
    const message = { message_id: 5, date: 0, chat: privateChat };
    expect(parseUpdate(tapped({ data: 'yes|k3', message }))).toEqual({
      ...{ kind: 'said', address: '42', name: 'Asha', language: 'hi', callbackId: '99' },
      said: { messageId: 't99', choice: 'yes|k3', tapped: '5' },
    });
  });

  it('is a tap also when the message is too old to be shown', () => {
    const message = { message_id: 5, date: 0 as const, chat: privateChat };
    expect(saidIn(tapped({ data: 'orders', message }))).toEqual({ choice: 'orders', tapped: '5' });
  });
});

describe('what is nobody’s word to us', () => {
  const group: Chat = { id: -100, type: 'supergroup', title: 'Neighbours' };
  it.each<[string, Update]>([
    ['a word in a group', sent({ text: '/start' }, { chat: group })],
    ['a post of a channel', sent({ text: 'news' }, { chat: { id: -101, type: 'channel', title: 'News' } })],
    ['another bot', sent({ text: 'hi' }, { from: { id: 43, is_bot: true, first_name: 'Spam' } })],
    ['a pinned message', sent({ pinned_message: { message_id: 1, date: 0, chat: privateChat } })],
    ['a changed timer', sent({ message_auto_delete_timer_changed: { message_auto_delete_time: 60 } })],
    ['a bot that is let in again', member(privateChat, 'member')],
    ['a group that throws the bot out', member(group, 'kicked')],
    ['an update of another kind', { update_id: 1 }],
  ])('is passed over: %s', (_what, update) => {
    expect(parseUpdate(update)).toBeUndefined();
  });

  it.each<[string, object]>([
    ['in a group', { data: 'yes', message: { message_id: 5, date: 0, chat: group } }],
    ['of a game, without data', { game_short_name: 'g', message: { message_id: 5, date: 0, chat: privateChat } }],
    ['of a message sent through another chat', { data: 'yes', inline_message_id: 'i' }],
  ])('is a tap %s, whose button still must not spin', (_where, of) => {
    expect(parseUpdate(tapped(of))).toEqual({ kind: 'tap', callbackId: '99' });
  });
});

it('knows who has blocked the bot', () => {
  expect(parseUpdate(member(privateChat, 'kicked'))).toEqual({
    kind: 'blocked',
    address: '42',
    atSeconds: 1_700_000_000,
  });
});

describe('an update of any shape', () => {
  const some = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
  const anyFile = fc.record({ file_id: fc.string(), file_size: some(fc.nat()), file_name: some(fc.string()) });
  const content = fc.record(
    {
      text: fc.string({ unit: 'binary' }),
      caption: fc.string(),
      photo: fc.array(anyFile, { maxLength: 3 }),
      document: anyFile,
      contact: fc.record({ phone_number: fc.string(), user_id: some(fc.integer()) }),
      location: fc.record({ latitude: fc.double(), longitude: fc.double() }),
      venue: fc.record({ title: fc.string(), address: fc.string() }),
      sticker: fc.anything(),
      from: fc.constantFrom(undefined, asha),
    },
    { requiredKeys: [] },
  );

  it('is one that Telegram may send, and never stops the line', () => {
    fc.assert(
      fc.property(content, (one) => {
        const parsed = parseUpdate(sent(one));
        expect([undefined, 'said']).toContain(parsed?.kind);
        if (parsed?.kind === 'said') expect(parsed.said.messageId).toBe('m7');
      }),
    );
  });

  const json = fc.jsonValue();
  const nonsense = fc.oneof(
    fc.record({ message: json, callback_query: json, my_chat_member: json }, { requiredKeys: [] }),
    fc.dictionary(fc.constantFrom('text', 'photo', 'document', 'contact', 'location', 'venue', 'from'), json).map(sent),
    fc.dictionary(fc.constantFrom('id', 'data', 'from', 'message'), json).map(tapped),
  );

  it('is nonsense that Telegram never sends, and does not stop the line either', () => {
    fc.assert(
      fc.property(nonsense, (update) => {
        expect(() => parseUpdate(update as Update)).not.toThrow();
      }),
    );
  });
});

it('finds the size and the id of a file again, whatever is in them', () => {
  fc.assert(
    fc.property(fc.nat(), fc.string({ minLength: 1 }), (bytes, fileId) => {
      const parsed = parseUpdate(sent({ document: { file_id: fileId, file_size: bytes, file_name: 'a.csv' } }));
      expect(parsed?.kind === 'said' && readRef(parsed.said.file?.ref ?? '')).toEqual({ bytes, fileId });
    }),
  );
});
