/** A bot that answers each text with itself and keeps nothing, with all updates of a portion under way at once. */
import { Bot } from 'grammy';

const [apiRoot, token] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot } });
bot.on('message:text', (context) => context.reply(context.message.text));
await bot.init();
for (let offset = 0; ; ) {
  const updates = await bot.api.getUpdates({ offset, limit: 100, timeout: 25 });
  await Promise.all(updates.map((update) => bot.handleUpdate(update)));
  offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
}
