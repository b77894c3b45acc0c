import { describe, expect, it } from 'vitest';
import { sniffImage } from '../../support/telegram/checks/image.js';
import { startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aPerson, aSend, aWebp, faultIn, saidTo } from './a-send.js';

const WRONG_ID = 'Bad Request: wrong file identifier/HTTP URL specified';

async function aShopWithPicture() {
  const telegram = await startFakeTelegram();
  return {
    telegram,
    asha: aPerson(telegram),
    ...aSend(telegram, new Map([['pickle.webp', await aWebp()]])),
    /** How each picture went out: its bytes, or the id that Telegram knows it by. */
    sent: () =>
      telegram
        .calls('sendPhoto')
        .map(({ files, params }) => (files.length > 0 ? 'bytes' : `id ${typeof params.photo}`)),
    [Symbol.asyncDispose]: telegram.stop,
  };
}

describe('a picture', () => {
  it('goes with its text and its buttons, as a JPEG', async () => {
    await using shop = await aShopWithPicture();
    const choices = [{ id: 'add:1', label: 'Add' }];
    const id = await shop.say(shop.asha, { text: 'Mango <pickle> ₹149', photo: 'pickle.webp', choices });
    const [message] = saidTo(shop.asha);
    expect(message).toMatchObject({ text: 'Mango <pickle> ₹149', buttons: [[{ label: 'Add', data: 'add:1' }]] });
    expect(message?.photo?.width).toBe(64);
    expect(sniffImage(message?.photo?.bytes ?? Buffer.alloc(0))?.format).toBe('jpeg');
    expect(id).toBe(String(message?.id));
  });

  it('needs no text', async () => {
    await using shop = await aShopWithPicture();
    await shop.say(shop.asha, { text: '', photo: 'pickle.webp' });
    expect(saidTo(shop.asha)).toMatchObject([{ text: '', photo: { width: 64 } }]);
  });

  it('has less room for words than a text, and they are cut', async () => {
    await using shop = await aShopWithPicture();
    await shop.say(shop.asha, { text: 'a'.repeat(1025), photo: 'pickle.webp' });
    expect(saidTo(shop.asha)[0]?.text).toBe(`${'a'.repeat(1023)}…`);
    expect(saidTo(shop.asha)[0]?.photo).not.toBeNull();
  });

  it('is uploaded once, and after that known by its id', async () => {
    await using shop = await aShopWithPicture();
    const ravi = aPerson(shop.telegram);
    for (const person of [shop.asha, ravi, shop.asha]) await shop.say(person, { text: 'x', photo: 'pickle.webp' });
    expect(shop.sent()).toEqual(['bytes', 'id string', 'id string']);
    expect(saidTo(ravi)[0]?.photo?.width).toBe(64);
  });

  it('is uploaded again when Telegram takes its old id no more', async () => {
    await using shop = await aShopWithPicture();
    await shop.say(shop.asha, { text: 'x', photo: 'pickle.webp' });
    shop.telegram.fault({ method: 'sendPhoto', kind: 'answer', status: 400, description: WRONG_ID });
    await shop.say(shop.asha, { text: 'y', photo: 'pickle.webp' });
    await shop.say(shop.asha, { text: 'z', photo: 'pickle.webp' });
    expect(shop.sent()).toEqual(['bytes', 'id string', 'bytes', 'id string']);
    expect(saidTo(shop.asha).map(({ text, photo }) => [text, photo?.width])).toEqual([
      ['x', 64],
      ['y', 64],
      ['z', 64],
    ]);
  });

  it.each(['Bad Request: IMAGE_PROCESS_FAILED', 'Bad Request: PHOTO_INVALID_DIMENSIONS'])(
    'that Telegram refuses is left out, and its text arrives alone (%s)',
    async (description) => {
      await using shop = await aShopWithPicture();
      shop.telegram.fault({ method: 'sendPhoto', kind: 'answer', status: 400, description });
      const choices = [{ id: 'add:1', label: 'Add' }];
      const id = await shop.say(shop.asha, { text: 'Mango', photo: 'pickle.webp', choices });
      expect(saidTo(shop.asha)).toMatchObject([{ text: 'Mango', photo: null, buttons: [[{ label: 'Add' }]] }]);
      expect(id).toBe(String(saidTo(shop.asha)[0]?.id));
    },
  );

  it('of a form that no messenger shows is left out', async () => {
    await using shop = await aShopWithPicture();
    shop.media.set('thin.webp', await aWebp(2000));
    await shop.say(shop.asha, { text: 'Mango', photo: 'thin.webp' });
    expect(saidTo(shop.asha)).toMatchObject([{ text: 'Mango', photo: null }]);
  });

  it('that is not there any more is left out', async () => {
    await using shop = await aShopWithPicture();
    await shop.say(shop.asha, { text: 'Mango', photo: 'gone.webp' });
    await shop.say(shop.asha, { text: '', photo: 'gone.webp' });
    expect(saidTo(shop.asha)).toMatchObject([
      { text: 'Mango', photo: null },
      { text: '…', photo: null },
    ]);
  });

  it('whose bytes are broken is left out, and holds up nothing', async () => {
    await using shop = await aShopWithPicture();
    shop.media.set('broken.webp', Buffer.from('no picture'));
    await shop.say(shop.asha, { text: 'Mango', photo: 'broken.webp' });
    expect(saidTo(shop.asha)).toMatchObject([{ text: 'Mango', photo: null }]);
  });

  it('that cannot be read just now is not blamed on Telegram', async () => {
    await using shop = await aShopWithPicture();
    const away = new Error('the disk is away');
    shop.media.set('away.webp', away);
    await expect(shop.say(shop.asha, { text: 'Mango', photo: 'away.webp' })).rejects.toBe(away);
    expect(saidTo(shop.asha)).toEqual([]);
  });

  it('is not sent a second time as text to a chat that does not exist', async () => {
    await using shop = await aShopWithPicture();
    const fault = await faultIn(shop.say({ id: 1 }, { text: 'Mango', photo: 'pickle.webp' }));
    expect(fault.kind).toBe('dead');
    expect(shop.telegram.calls('sendMessage')).toEqual([]);
  });

  it('waits with its text when Telegram is busy', async () => {
    await using shop = await aShopWithPicture();
    shop.telegram.fault({ method: 'sendPhoto', kind: 'tooManyRequests', retryAfter: 7 });
    const fault = await faultIn(shop.say(shop.asha, { text: 'Mango', photo: 'pickle.webp' }));
    expect(fault).toMatchObject({ kind: 'later', afterMs: 7000 });
    expect(saidTo(shop.asha)).toEqual([]);
  });

  it('with the question for a number has the button for it', async () => {
    await using shop = await aShopWithPicture();
    await shop.say(shop.asha, { text: 'Your number?', photo: 'pickle.webp', ask: 'phone' });
    expect(shop.asha.keyboard()).toEqual([['Share my number']]);
  });
});
