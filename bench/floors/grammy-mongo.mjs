/**
 * The least that takes a message for good and remembers where the talk stands: a grammY bot whose handler does nothing,
 * and two majority updates of the chat's document. All updates of a portion are under way at once; it says nothing, and
 * tells that they are handled by asking for the next ones.
 */
import { Bot } from 'grammy';
import mongoose from 'mongoose';

const [apiRoot, token] = process.argv.slice(2);
const writeConcern = { w: 'majority', j: true };
const client = new mongoose.mongo.MongoClient(process.env.MONGODB_URI, { maxPoolSize: 50, writeConcern });
const chats = client.db().collection('chats');
const bot = new Bot(token, { client: { apiRoot } });
bot.on('message:text', () => undefined);
await bot.init();
process.stdout.write('ready\n');

async function take(update) {
  const { chat, text } = update.message;
  await chats.updateOne({ _id: chat.id }, { $set: { waits: text }, $inc: { seq: 1 } }, { upsert: true });
  await bot.handleUpdate(update);
  await chats.updateOne({ _id: chat.id }, { $set: { waits: null, turn: { at: 'start' } }, $inc: { version: 1 } });
}

for (let offset = 0; ; ) {
  const updates = await bot.api.getUpdates({ offset, limit: 100, timeout: 25 });
  await Promise.all(updates.map(take));
  offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
}
