import { expect, it } from 'vitest';
import { createChats } from '../../src/contacts/index.js';
import { migrations } from '../../src/main/migrations.js';
import { systemClock } from '../../src/platform/clock.js';
import { newId } from '../../src/platform/ids.js';
import { createLogger } from '../../src/platform/logger.js';
import { migrate } from '../../src/platform/migrations.js';
import { testDb } from '../support/db.js';

const db = testDb();
const chatsOf = () => db.getClient().db(db.name).collection<{ _id: string }>('chats');

it('knows messages again that came while their ids were kept as an array', async () => {
  const chats = createChats({ db, clock: systemClock, by: 'one', wake: () => undefined });
  const [old, hello] = [newId(), { messageId: 'new', at: new Date(), text: 'hello' }];
  const chat = { channel: 'telegram', version: 3, seq: 9, inbox: [], outbox: [], later: [] };
  await chatsOf().insertOne({ _id: old, ...chat, seen: ['a', 'b'] } as { _id: string });
  await migrate(db, migrations, 'one', createLogger('silent'));
  expect(await chatsOf().findOne({ _id: old })).not.toHaveProperty('seen');
  for (const messageId of ['a', 'b']) {
    expect(await chats.receive('telegram', { ...hello, contactId: old, messageId })).toBeNull();
  }
  expect(await chats.receive('telegram', { ...hello, contactId: old })).toMatchObject({ seq: 10, version: 3 });
});
