import { InputFile } from 'grammy';
import { expect, it } from 'vitest';
import { startFakeTelegram } from '../start-fake-telegram.js';
import { apiOf, post, refusalOf } from './a-bot.js';
import { aJpeg } from './images.js';

it('documents arrive as they are, and are sent again by their id', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const asha = telegram.person();
  asha.start();
  const { document } = await api.sendDocument(asha.id, new InputFile(Buffer.from('a,b\r\n'), 'list.csv'), {
    caption: 'Here',
  });
  expect(document).toMatchObject({ file_name: 'list.csv', mime_type: 'text/csv', file_size: 5 });
  await api.sendDocument(asha.id, document.file_id);
  expect(asha.messages().filter(({ from }) => from === 'bot')).toMatchObject([
    { text: 'Here', document: { bytes: Buffer.from('a,b\r\n'), fileName: 'list.csv' } },
    { text: '', document: { bytes: Buffer.from('a,b\r\n') } },
  ]);
});

it('documents that are none are refused', async () => {
  await using telegram = await startFakeTelegram();
  const api = apiOf(telegram);
  const asha = telegram.person();
  asha.start();
  const { photo } = await api.sendPhoto(asha.id, new InputFile(aJpeg(), 'a.jpg'));
  const send = (document: string | InputFile) => refusalOf(api.sendDocument(asha.id, document));
  expect(await send(new InputFile(Buffer.alloc(0), 'a.csv'))).toBe('400 Bad Request: file must be non-empty');
  expect(await send(photo.at(-1)?.file_id ?? '')).toBe("400 Bad Request: can't use file of type Photo as Document");
  expect(await send('nothing')).toBe('400 Bad Request: wrong file identifier/HTTP URL specified');
  expect(await send('https://haat.test/a.csv')).toBe('400 Bad Request: failed to get HTTP URL content');
  expect(
    await refusalOf(api.sendDocument(asha.id, new InputFile(Buffer.from('a'), 'a'), { caption: 'x'.repeat(1025) })),
  ).toContain('caption is too long');
  expect((await post(telegram, 'sendDocument', { chat_id: asha.id })).body).toMatchObject({
    ok: false,
    description: 'Bad Request: there is no document in the request',
  });
});
