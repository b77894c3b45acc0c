import { describe, expect, it } from 'vitest';
import { startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, refusalOf } from './a-bot.js';
import { aJpeg } from './images.js';

describe('files', () => {
  it('come in several sizes, of which the largest has the bytes', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    const asha = telegram.person();
    asha.start();
    const bytes = aJpeg(1200, 900, 9000);
    asha.sendsPhoto(bytes, { caption: 'Mango pickle 149' });
    const message = (await api.getUpdates()).at(-1)?.message;
    expect(message?.caption).toBe('Mango pickle 149');
    expect(message?.photo?.map(({ width }) => width)).toEqual([90, 320, 800, 1200]);
    expect(new Set(message?.photo?.map(({ file_unique_id: id }) => id)).size).toBe(4);

    const { file_path: path } = await api.getFile(message?.photo?.at(-1)?.file_id ?? '');
    const url = `${telegram.apiRoot}/file/bot${telegram.token}/${path}`;
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(bytes)).toBe(true);
    expect((await fetch(url.replace(telegram.token, '1:x'))).status).toBe(401);
    expect((await fetch(`${url}x`)).status).toBe(404);
    expect(() => asha.sendsPhoto(Buffer.from('not a photo at all'))).toThrow('as JPEG');
  });

  it('may be anything, but are too big for a bot over 20 MB', async () => {
    await using telegram = await startFakeTelegram();
    const api = apiOf(telegram);
    const asha = telegram.person();
    asha.start();
    asha.sendsFile(Buffer.alloc(20 * 1024 * 1024 + 1), { fileName: 'long.mov', mimeType: 'video/quicktime' });
    const document = (await api.getUpdates()).at(-1)?.message?.document;
    expect(document).toMatchObject({ file_name: 'long.mov', mime_type: 'video/quicktime', file_size: 20_971_521 });
    expect(await refusalOf(api.getFile(document?.file_id ?? ''))).toBe('400 Bad Request: file is too big');
    expect(await refusalOf(api.getFile('x'))).toBe(
      '400 Bad Request: wrong file_id or the file is temporarily unavailable',
    );
  });

  it('arrive one by one when they are an album', async () => {
    await using telegram = await startFakeTelegram();
    const asha = telegram.person();
    asha.start();
    asha.sendsAlbum([{ bytes: aJpeg(), caption: 'one' }, { bytes: aJpeg() }]);
    const [, ...album] = await apiOf(telegram).getUpdates();
    expect(album).toHaveLength(2);
    expect(new Set(album.map(({ message }) => message?.media_group_id)).size).toBe(1);
    expect(album.map(({ message }) => message?.caption)).toEqual(['one', undefined]);
  });
});

it('says everything that people say', async () => {
  await using telegram = await startFakeTelegram();
  const asha = telegram.person({ firstName: 'आशा', languageCode: 'hi', username: 'asha', phone: '919800000001' });
  asha.start();
  const typed = asha.types('hello /help');
  asha.edits(typed, 'hello!');
  asha.sharesContact();
  asha.sharesContact({ phone: '+911', userId: 5 });
  asha.sharesContact({ phone: '+912' });
  asha.sharesLocation(26.9, 75.8);
  asha.sendsSticker();
  asha.sendsVoice();
  asha.blocks();
  asha.start();
  const updates = await apiOf(telegram).getUpdates();
  expect(updates).toMatchObject([
    { message: { text: '/start', from: { first_name: 'आशा', language_code: 'hi', username: 'asha' } } },
    { message: { text: 'hello /help', entities: [{ type: 'bot_command', offset: 6, length: 5 }] } },
    { edited_message: { message_id: typed, text: 'hello!' } },
    { message: { contact: { phone_number: '919800000001', user_id: asha.id } } },
    { message: { contact: { phone_number: '+911', user_id: 5 } } },
    { message: { contact: { phone_number: '+912' } } },
    { message: { location: { latitude: 26.9, longitude: 75.8 } } },
    { message: { sticker: { emoji: '🙂' } } },
    { message: { voice: { mime_type: 'audio/ogg' } } },
    { my_chat_member: { new_chat_member: { status: 'kicked' } } },
    { my_chat_member: { new_chat_member: { status: 'member' } } },
    { message: { text: '/start' } },
  ]);
  expect(updates[5]?.message?.contact).not.toHaveProperty('user_id');
  expect(() => asha.start('not allowed')).toThrow('no deep link');
});

it('counts messages in every chat by itself', async () => {
  await using telegram = await startFakeTelegram();
  const [asha, ravi] = [telegram.person(), telegram.person()];
  expect([asha.start(), ravi.start(), asha.types('x')]).toEqual([1, 1, 2]);
});

it('waits without polling, and fails with the transcript', async () => {
  await using telegram = await startFakeTelegram();
  const asha = telegram.person();
  asha.start();
  const hears = asha.hears(/order/);
  await apiOf(telegram).sendMessage(asha.id, 'Your order');
  expect(await hears).toMatchObject({ text: 'Your order' });
  await expect(asha.hears('Your order', 1)).rejects.toThrow('within 1 ms:\n1 Asha: /start\n2 bot: Your order');
  await expect(telegram.waitFor(() => false, 1)).rejects.toThrow(`1 sendMessage ${asha.id} 200`);
});

it('lets people write in groups', async () => {
  await using telegram = await startFakeTelegram();
  const asha = telegram.person();
  const group = telegram.group({ title: 'Bazaar' });
  group.says(asha, '/start');
  expect(await apiOf(telegram).getUpdates()).toMatchObject([
    { my_chat_member: { chat: { id: group.id, type: 'supergroup' } } },
    { message: { text: '/start', from: { id: asha.id }, chat: { id: group.id, title: 'Bazaar' } } },
  ]);
  await apiOf(telegram).sendMessage(group.id, 'not here');
  expect(group.messages()).toHaveLength(2);
});
