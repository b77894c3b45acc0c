import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { WebChatDeps } from '../../../bots/web-chat/index.js';
import { newId } from '../../../src/platform/ids.js';
import type { Db } from '../../../src/platform/mongo.js';
import type { Choice } from '../../../src/platform/prompt.js';
import { aPhone, said } from './a-phone.js';
import { aWebChat, type Script } from './a-web-chat.js';

type More = { phone?: BrowserContextOptions; script?: Script; deps?: Partial<WebChatDeps> };

/** A phone on which the bot has just said hello. */
export async function anOpenChat(db: Db, browser: Browser, { phone, script, deps }: More = {}) {
  const chat = await aWebChat(db, script, deps);
  const page = await aPhone(browser, chat.url, phone);
  await said(page, 'Namaste!').waitFor();
  const contact = await chat.contacts.find(chat.heard[0]?.contactId ?? '');
  if (!contact) throw new Error('nobody wrote');
  return {
    ...chat,
    page,
    /** Says something that nobody asked for, as an alert does. */
    say: (text: string, choices: Choice[] = []) => chat.chats.say(contact, { id: newId(), prompt: { text, choices } }),
    /** Puts other words, and other choices, in the place of what was said. */
    async edit(old: string, text: string, choices: Choice[] = []) {
      const row = (await chat.history.after(contact._id, '', 100)).find((one) => one.text === old);
      if (!row) throw new Error(`nobody said ${old}`);
      const edits = { seq: row.seq };
      await chat.channel.send(contact, { id: newId(), seq: 99, at: new Date(), prompt: { text, choices }, edits });
    },
  };
}

/** A property of the first such element, as the browser computed it. */
export const style = (page: Page, selector: string, property: string): Promise<unknown> =>
  page.evaluate(`getComputedStyle(document.querySelector('${selector}')).getPropertyValue('${property}')`);
