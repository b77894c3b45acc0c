/** The least that sets a line of a cart: Express, its JSON parser and one pipeline that sets, reads and prolongs. */
import express from 'express';
import { Redis } from 'ioredis';

const SECONDS = 30 * 24 * 60 * 60;
const redis = new Redis(process.env.REDIS_URL);
const app = express().disable('x-powered-by');
app.put('/carts/:cart/lines/:product', express.json(), async ({ params, body }, res) => {
  const key = `floor:${params.cart}`;
  const [, [, lines]] = await redis
    .pipeline()
    .hset(key, params.product, body.qty)
    .hgetall(key)
    .expire(key, SECONDS)
    .exec();
  res.json(lines);
});
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.on('SIGTERM', () => process.exit());
