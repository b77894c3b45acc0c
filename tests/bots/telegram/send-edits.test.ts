import { expect, it } from 'vitest';
import { startFakeTelegram } from '../../support/telegram/start-fake-telegram.js';
import { aPerson, aSend, aWebp, faultIn, saidTo } from './a-send.js';

const accept = [{ id: 'accept:1', label: 'Accept' }];
const packed = [{ id: 'packed:1', label: 'Packed' }];

async function aChat() {
  const telegram = await startFakeTelegram();
  return {
    telegram,
    asha: aPerson(telegram),
    ...aSend(telegram, new Map([['pickle.webp', await aWebp()]])),
    [Symbol.asyncDispose]: telegram.stop,
  };
}

it('brings an alert up to date where it stands', async () => {
  await using chat = await aChat();
  const platformId = await chat.say(chat.asha, { text: 'New order', choices: accept });
  const same = await chat.say(chat.asha, { text: 'Accepted', choices: packed }, { edits: { platformId } });
  expect(same).toBe(platformId);
  expect(saidTo(chat.asha)).toMatchObject([{ text: 'Accepted', buttons: [[{ label: 'Packed' }]], edited: 1 }]);
});

it('takes the buttons away when there is nothing left to do', async () => {
  await using chat = await aChat();
  const platformId = await chat.say(chat.asha, { text: 'New order', choices: accept });
  await chat.say(chat.asha, { text: 'Delivered' }, { edits: { platformId } });
  expect(saidTo(chat.asha)).toMatchObject([{ text: 'Delivered', buttons: [], edited: 1 }]);
});

it('changes the words under a picture, and leaves the picture', async () => {
  await using chat = await aChat();
  const prompt = { photo: 'pickle.webp', choices: [{ id: 'more:1', label: '+' }] };
  const platformId = await chat.say(chat.asha, { ...prompt, text: 'In your cart: 1' });
  const same = await chat.say(chat.asha, { ...prompt, text: 'In your cart: 2' }, { edits: { platformId } });
  expect(same).toBe(platformId);
  expect(saidTo(chat.asha)).toMatchObject([{ text: 'In your cart: 2', photo: { width: 64 }, edited: 1 }]);
});

it('is content when everything is shown already', async () => {
  await using chat = await aChat();
  const platformId = await chat.say(chat.asha, { text: 'New order', choices: accept });
  const same = await chat.say(chat.asha, { text: 'New order', choices: accept }, { edits: { platformId } });
  expect(same).toBe(platformId);
  expect(saidTo(chat.asha)).toHaveLength(1);
});

it('says the news in a message of its own when the person has removed the old one', async () => {
  await using chat = await aChat();
  const platformId = await chat.say(chat.asha, { text: 'New order', choices: accept });
  chat.asha.deletes(Number(platformId));
  const next = await chat.say(chat.asha, { text: 'Accepted', choices: packed }, { edits: { platformId } });
  expect(next).not.toBe(platformId);
  expect(saidTo(chat.asha)).toMatchObject([{ id: Number(next), text: 'Accepted', buttons: [[{ label: 'Packed' }]] }]);
});

it('says the news in a message of its own when the old one had no picture', async () => {
  await using chat = await aChat();
  const platformId = await chat.say(chat.asha, { text: 'Mango', choices: accept });
  const news = { text: 'Mango', photo: 'pickle.webp', choices: accept };
  const next = await chat.say(chat.asha, news, { edits: { platformId } });
  expect(saidTo(chat.asha).at(-1)).toMatchObject({ id: Number(next), text: 'Mango', photo: { width: 64 } });
});

it.each([{ seq: 4 }, { platformId: '' }, { platformId: 'abc' }])(
  'says the news in a message of its own when nobody knows where the old one is (%j)',
  async (edits) => {
    await using chat = await aChat();
    await chat.say(chat.asha, { text: 'Accepted' }, { edits });
    expect(saidTo(chat.asha)).toMatchObject([{ text: 'Accepted', edited: 0 }]);
    expect(chat.telegram.calls('editMessageText')).toEqual([]);
  },
);

it.each<[string, object, object]>([
  ['is busy', { kind: 'tooManyRequests', retryAfter: 3 }, { kind: 'later', afterMs: 3000 }],
  ['is broken', { kind: 'serverError' }, { kind: 'later' }],
  ['does not answer', { kind: 'drop' }, { kind: 'later' }],
  ['says that the bot is blocked', { kind: 'forbidden' }, { kind: 'dead' }],
])('says nothing twice when Telegram %s during an edit', async (_what, fault, expected) => {
  await using chat = await aChat();
  const platformId = await chat.say(chat.asha, { text: 'New order', choices: accept });
  chat.telegram.fault({ method: 'editMessageText', ...fault } as Parameters<typeof chat.telegram.fault>[0]);
  const edit = () => chat.say(chat.asha, { text: 'Accepted', choices: packed }, { edits: { platformId } });
  expect(await faultIn(edit())).toMatchObject(expected);
  expect(saidTo(chat.asha)).toMatchObject([{ text: 'New order' }]);
  await edit();
  expect(saidTo(chat.asha)).toMatchObject([{ text: 'Accepted', edited: 1 }]);
});
