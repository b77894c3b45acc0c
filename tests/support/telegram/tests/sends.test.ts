import { InlineKeyboard, InputFile, Keyboard } from 'grammy';
import { describe, expect, it } from 'vitest';
import { startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, post, refusalOf } from './a-bot.js';
import { aJpeg } from './images.js';

const rows = (count: number, perRow: number) =>
  Array.from({ length: count }, (_, row) =>
    Array.from({ length: perRow }, (__, n) => ({ text: `${row}.${n}`, callback_data: `${row}.${n}` })),
  );

describe('messages', () => {
  it('reach only people who pressed Start and did not block the bot', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    const asha = telegram.person();
    const send = () => refusalOf(api.sendMessage(asha.id, 'hi'));

    expect(await refusalOf(api.sendMessage(42, 'hi'))).toBe('400 Bad Request: chat not found');
    expect(await send()).toBe("403 Forbidden: bot can't initiate conversation with a user");
    expect(() => asha.types('hi')).toThrow('Asha cannot write');
    asha.start();
    expect(await send()).toBe('none');
    asha.blocks();
    expect(await send()).toBe('403 Forbidden: bot was blocked by the user');
    expect(await refusalOf(api.sendChatAction(asha.id, 'typing'))).toContain('blocked');
    asha.unblocks();
    expect(await send()).toBe('none');
    asha.deactivates();
    expect(await send()).toBe('403 Forbidden: user is deactivated');
  });

  it('are seen by the person without their markup', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    const question = asha.start();
    const reply_markup = new InlineKeyboard().text('Yes', 'yes').url('Shop', 'https://haat.test/s/a');
    const sent = await apiOf(telegram).sendMessage(asha.id, '<b>Welcome</b> to Haat', {
      parse_mode: 'HTML',
      reply_markup,
      reply_parameters: { message_id: question },
    });
    expect(sent).toMatchObject({
      text: 'Welcome to Haat',
      entities: [{ type: 'bold', offset: 0, length: 7 }],
      reply_to_message: { message_id: question },
    });
    expect(asha.messages().at(-1)).toMatchObject({
      id: sent.message_id,
      from: 'bot',
      text: 'Welcome to Haat',
      buttons: [
        [
          { label: 'Yes', data: 'yes', url: null },
          { label: 'Shop', data: null, url: 'https://haat.test/s/a' },
        ],
      ],
      replyTo: question,
    });
  });

  it('answer a message that is there, or none when that is allowed', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    const asha = telegram.person();
    asha.start();
    expect(await refusalOf(api.sendMessage(asha.id, 'hi', { reply_parameters: { message_id: 99 } }))).toBe(
      '400 Bad Request: message to be replied not found',
    );
    const reply_parameters = { message_id: 99, allow_sending_without_reply: true };
    expect(await api.sendMessage(asha.id, 'hi', { reply_parameters })).not.toHaveProperty('reply_to_message');
  });

  it('are counted when there is a limit', async () => {
    let now = 1_800_000_000_000;
    await using telegram = await startFakeTelegram({ limits: { perChatPerSecond: 2 }, now: () => now });
    const api = apiOf(telegram);
    const asha = telegram.person();
    asha.start();
    await api.sendMessage(asha.id, '1');
    await api.sendMessage(asha.id, '2');
    expect(await post(telegram, 'sendMessage', { chat_id: asha.id, text: '3' })).toEqual({
      status: 429,
      body: {
        ok: false,
        error_code: 429,
        description: 'Too Many Requests: retry after 1',
        parameters: { retry_after: 1 },
      },
    });
    now += 1000;
    expect(await refusalOf(api.sendMessage(asha.id, '3'))).toBe('none');
  });
});

describe('buttons', () => {
  it.each([
    [[[{ text: 'b', callback_data: 'x'.repeat(65) }]], 'BUTTON_DATA_INVALID'],
    [[[{ text: 'b', callback_data: 'ह'.repeat(22) }]], 'BUTTON_DATA_INVALID'],
    [[[{ text: '', callback_data: 'x' }]], 'inline keyboard button text must be non-empty'],
    [[[{ callback_data: 'x' }]], 'can\'t parse inline keyboard button: Can\'t find field "text"'],
    [[[{ text: 'b' }]], "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    [[[{ text: 'b', callback_data: 'x', url: 'https://haat.test' }]], 'exactly one action'],
    [[[{ text: 'b', url: 'http://localhost:3000/x' }]], "URL 'http://localhost:3000/x' is invalid: Wrong HTTP URL"],
    [[[{ text: 'b', web_app: { url: 'http://haat.test' } }]], 'Only HTTPS links are allowed'],
    [[[{ text: 'b', pay: true }]], 'BUTTON_TYPE_INVALID'],
    [rows(1, 9), 'reply markup is too long'],
    [rows(13, 8), 'reply markup is too long'],
    ['bad', 'field "inline_keyboard" must be of type Array'],
  ])('are refused: %o', async (inline_keyboard, reason) => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    const answer = await post(telegram, 'sendMessage', {
      chat_id: asha.id,
      text: 'x',
      reply_markup: { inline_keyboard },
    });
    expect(answer).toMatchObject({ status: 400, body: { description: expect.stringContaining(reason) } });
    expect(asha.messages()).toHaveLength(1);
  });

  it('may be a hundred, of 64 bytes each', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    const asha = telegram.person();
    asha.start();
    const one = [[{ text: 'b', callback_data: 'x'.repeat(64) }]];
    expect(await refusalOf(api.sendMessage(asha.id, 'x', { reply_markup: { inline_keyboard: one } }))).toBe('none');
    const many = { inline_keyboard: [...rows(12, 8), ...rows(1, 4)] };
    expect(await refusalOf(api.sendMessage(asha.id, 'x', { reply_markup: many }))).toBe('none');
  });

  it('take the place of the letters until they are removed', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    const asha = telegram.person({ phone: '919812345678' });
    asha.start();
    const keyboard = new Keyboard().requestContact('Share my number').text('Later').resized();
    await api.sendMessage(asha.id, 'Your number?', { reply_markup: keyboard });
    expect(asha.keyboard()).toEqual([['Share my number', 'Later']]);
    expect(() => asha.tapsKeyboard('No')).toThrow('Share my number | Later');
    asha.tapsKeyboard('Share my number');
    expect(asha.messages().at(-1)?.raw.contact).toEqual({
      phone_number: '919812345678',
      first_name: 'Asha',
      user_id: asha.id,
    });
    await api.sendMessage(asha.id, 'Thank you', { reply_markup: { remove_keyboard: true } });
    expect(asha.keyboard()).toBeNull();
  });
});

describe('photos of the bot', () => {
  it('are uploaded once and sent again by file_id', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    const asha = telegram.person();
    asha.start();
    const bytes = aJpeg(1000, 600, 5000);
    const sent = await api.sendPhoto(asha.id, new InputFile(bytes, 'card.jpg'), { caption: 'Your shop' });
    expect(asha.messages().at(-1)).toMatchObject({ text: 'Your shop', photo: { width: 1000, height: 600 } });
    expect(asha.messages().at(-1)?.photo?.bytes.equals(bytes)).toBe(true);

    const fileId = sent.photo.at(-1)?.file_id ?? '';
    const again = await api.sendPhoto(asha.id, fileId);
    expect(again.photo).toEqual(sent.photo);
    expect(await refusalOf(api.sendPhoto(asha.id, 'AgACunknown'))).toContain(
      'wrong file identifier/HTTP URL specified',
    );
    expect(await refusalOf(api.sendPhoto(asha.id, fileId, { caption: 'x'.repeat(1025) }))).toBe(
      '400 Bad Request: message caption is too long',
    );
  });

  it('are refused when they are no pictures', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    const call = apiOf(telegram).sendPhoto(asha.id, new InputFile(Buffer.from('%PDF-1.7 and more'), 'card.jpg'));
    expect(await refusalOf(call)).toBe('400 Bad Request: IMAGE_PROCESS_FAILED');
    expect(await post(telegram, 'sendPhoto', { chat_id: asha.id })).toMatchObject({
      body: { description: 'Bad Request: there is no photo in the request' },
    });
  });
});

it('shows what the bot does, of the actions that there are', async () => {
  await using telegram = await startFakeTelegram();
  const asha = telegram.person();
  asha.start();
  await apiOf(telegram).sendChatAction(asha.id, 'upload_photo');
  expect(asha.actions()).toEqual(['upload_photo']);
  expect(await post(telegram, 'sendChatAction', { chat_id: asha.id, action: 'dancing' })).toMatchObject({
    body: { description: 'Bad Request: wrong parameter action in request' },
  });
});
