/**
 * The least that takes an order: Express and one MongoDB transaction that takes the stock of three lines, remembers the
 * customer and writes the order and its event. Neither the prices nor the key of a repetition are looked at.
 */
import express from 'express';
import mongoose from 'mongoose';

const LINES = 3;
const CUSTOMERS = 100;
const products = Number(process.env.PRODUCTS);
const client = new mongoose.mongo.MongoClient(process.env.MONGODB_URI, {
  maxPoolSize: 50,
  writeConcern: { w: 'majority', j: true },
});
const db = client.db();
const [orders, customers, stock, events] = ['orders', 'customers', 'stock', 'events'].map((name) =>
  db.collection(name),
);
await stock.insertMany(Array.from({ length: products }, (_, _id) => ({ _id, stock: 1_000_000 })));
await customers.createIndex({ seller: 1, mobile: 1 }, { unique: true });
await orders.createIndex({ seller: 1, at: -1 });
await events.createIndex({ at: 1 });

let count = 0;
async function place(session) {
  const chosen = new Set();
  while (chosen.size < LINES) chosen.add(Math.floor(Math.random() * products));
  const lines = [...chosen].sort((one, other) => one - other).map((id) => ({ id, qty: 1, salePrice: 10_000 }));
  const take = ({ id, qty }) => ({
    updateOne: { filter: { _id: id, stock: { $gte: qty } }, update: { $inc: { stock: -qty } } },
  });
  const taken = await stock.bulkWrite(lines.map(take), { session });
  if (taken.modifiedCount !== LINES) throw new Error('sold out');
  const at = new Date();
  const mobile = `+9199${count++ % CUSTOMERS}`;
  const buyer = { name: 'Ravi Kumar', address: '12 MG Road, Pune' };
  await customers.updateOne(
    { seller: 's1', mobile },
    { $inc: { orders: 1 }, $set: { ...buyer, at } },
    { upsert: true, session },
  );
  const order = { seller: 's1', number: count, at, status: 'placed', lines, total: 30_000, mobile, ...buyer };
  await orders.insertOne(order, { session });
  await events.insertOne({ kind: 'placed', at, order: order._id }, { session });
  return order;
}

const app = express().disable('x-powered-by');
app.post('/orders', express.json(), async (_req, res) => {
  const order = await client.withSession((session) => session.withTransaction(() => place(session)));
  res.status(201).json(order);
});
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.on('SIGTERM', () => process.exit());
