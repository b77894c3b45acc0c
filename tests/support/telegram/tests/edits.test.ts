import { InlineKeyboard, InputFile, Keyboard } from 'grammy';
import { expect, it } from 'vitest';
import { type FakeTelegram, startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, refusalOf } from './a-bot.js';
import { aJpeg } from './images.js';

const yes = new InlineKeyboard().text('Yes', 'yes');

const NOT_MODIFIED =
  '400 Bad Request: message is not modified: specified new message content and reply markup are exactly';

async function anAlert(telegram: FakeTelegram) {
  const api = apiOf(telegram);
  const asha = telegram.person();
  asha.start();
  const { message_id: id } = await api.sendMessage(asha.id, 'New order', { reply_markup: yes });
  return { api, asha, id };
}

it('changes texts and buttons, and takes the buttons away when none are given', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha, id } = await anAlert(telegram);
  expect(await api.editMessageText(asha.id, id, 'Accepted', { reply_markup: yes })).toMatchObject({ text: 'Accepted' });
  expect(asha.messages().at(-1)).toMatchObject({ text: 'Accepted', edited: 1, buttons: [[{ label: 'Yes' }]] });
  await api.editMessageText(asha.id, id, 'Shipped');
  expect(asha.messages().at(-1)).toMatchObject({ text: 'Shipped', edited: 2, buttons: [] });
});

it('refuses an edit that changes nothing', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha, id } = await anAlert(telegram);
  const edit = api.editMessageText(asha.id, id, ' New order ', { reply_markup: yes });
  expect(await refusalOf(edit)).toContain(NOT_MODIFIED);
  expect(await refusalOf(api.editMessageReplyMarkup(asha.id, id, { reply_markup: yes }))).toContain(NOT_MODIFIED);
  await api.editMessageReplyMarkup(asha.id, id);
  expect(await refusalOf(api.editMessageReplyMarkup(asha.id, id))).toContain(NOT_MODIFIED);
});

it('edits only what is there, is its own, and has a text', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha, id } = await anAlert(telegram);
  const edit = (message: number) => refusalOf(api.editMessageText(asha.id, message, 'x'));

  expect(await edit(99)).toBe('400 Bad Request: message to edit not found');
  expect(await edit(1)).toBe("400 Bad Request: message can't be edited");
  const photo = await api.sendPhoto(asha.id, new InputFile(aJpeg()));
  expect(await edit(photo.message_id)).toBe('400 Bad Request: there is no text in the message to edit');
  expect(await refusalOf(api.editMessageCaption(asha.id, id, { caption: 'x' }))).toBe(
    '400 Bad Request: there is no caption in the message to edit',
  );
  const ask = await api.sendMessage(asha.id, 'Number?', { reply_markup: new Keyboard().requestContact('Share') });
  expect(await edit(ask.message_id)).toBe("400 Bad Request: message can't be edited");
  asha.deletes(id);
  expect(await edit(id)).toBe('400 Bad Request: message to edit not found');
});

it('changes captions and pictures', async () => {
  await using telegram = await startFakeTelegram();
  const { api, asha } = await anAlert(telegram);
  const { message_id: id } = await api.sendPhoto(asha.id, new InputFile(aJpeg()), { caption: 'old' });
  await api.editMessageCaption(asha.id, id, { caption: '<i>new</i>', parse_mode: 'HTML' });
  expect(asha.messages().at(-1)).toMatchObject({ text: 'new', edited: 1 });
  const bytes = aJpeg(300, 300, 777);
  await api.editMessageMedia(asha.id, id, { type: 'photo', media: new InputFile(bytes), caption: 'newer' });
  expect(asha.messages().at(-1)).toMatchObject({ text: 'newer', edited: 2 });
  expect(asha.messages().at(-1)?.photo?.bytes.equals(bytes)).toBe(true);
});

it('deletes messages that are not older than 48 hours', async () => {
  let now = 1_800_000_000_000;
  await using telegram = await startFakeTelegram({ now: () => now });
  const { api, asha, id } = await anAlert(telegram);
  await api.deleteMessage(asha.id, id);
  expect(asha.messages()).toHaveLength(1);
  expect(await refusalOf(api.deleteMessage(asha.id, id))).toBe('400 Bad Request: message to delete not found');
  now += 49 * 60 * 60 * 1000;
  expect(await refusalOf(api.deleteMessage(asha.id, 1))).toBe("400 Bad Request: message can't be deleted");
});
