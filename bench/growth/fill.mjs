import { anId, inDatabase, insertMany, QUICKLY } from '../support/many-products.mjs';

/** Of each store that was not opened by hand. */
const PRODUCTS = 10;
const ORDERS = 2;
/** So many stores are written at once. */
const BATCH = 500;
const KINDS = [
  'accounts',
  'stores',
  'categories',
  'products',
  'customers',
  'orders',
  'orderevents',
  'contacts',
  'chats',
];

/**
 * Copies a store that was really opened, with its seller, products, buyers, orders and chats, so often that there are
 * `count` more. What is copied was written by the program itself, so that its shape is the models' own.
 */
export const fillStores = (uri, storeId, count) =>
  inDatabase(uri, async (db) => {
    const like = await exampleOf(db, storeId);
    for (let from = 0; from < count; from += BATCH) {
      const some = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => aStore(like, from + i));
      await Promise.all(
        KINDS.map((kind) =>
          db.collection(kind).insertMany(
            some.flatMap((one) => one[kind]),
            QUICKLY,
          ),
        ),
      );
    }
    // what is still to be written down would be charged to whoever is measured next
    await db.admin().command({ fsync: 1 });
  });

/** More products for one store. */
export const fillProducts = (uri, storeId, count) =>
  inDatabase(uri, async (db) => {
    const { product } = await exampleOf(db, storeId);
    await insertMany(db.collection('products'), count, (i) => copyOf(product, { name: `${product.name} ${i}` }));
  });

/** More orders for one store, each with its event. */
export const fillOrders = (uri, storeId, count) =>
  inDatabase(uri, async (db) => {
    const like = await exampleOf(db, storeId);
    const ids = await insertMany(db.collection('orders'), count, (i) => anOrder(like.order, {}, i));
    await insertMany(db.collection('orderevents'), count, (i) => anEvent(like.event, ids[i]));
    await db.admin().command({ fsync: 1 });
  });

/** One of each, of a store that has had an order. */
async function exampleOf(db, storeId) {
  const [store, product, order] = await Promise.all([
    db.collection('stores').findOne({ _id: storeId }),
    db.collection('products').findOne({ storeId }),
    db.collection('orders').findOne({ storeId }),
  ]);
  const [account, category, customer, event, contact] = await Promise.all([
    db.collection('accounts').findOne({ _id: store.accountId }),
    db.collection('categories').findOne({ _id: product.categoryId }),
    db.collection('customers').findOne({ _id: order.customerId }),
    db.collection('orderevents').findOne({ orderId: order._id, n: 0 }),
    db.collection('contacts').findOne({}),
  ]);
  const chat = await db.collection('chats').findOne({ _id: contact._id });
  return { store, product, order, account, category, customer, event, contact, chat };
}

function aStore(like, i) {
  const account = copyOf(like.account, { mobile: mobileOf(1, i) });
  const { once, changes, ...face } = like.store;
  const link = `copied-${i}`;
  const store = copyOf(face, { accountId: account._id, name: `Bench ${i}`, link, links: [link] });
  const of = { storeId: store._id };
  const category = copyOf(like.category, of);
  const customer = copyOf(like.customer, { mobile: mobileOf(2, i) });
  const products = Array.from({ length: PRODUCTS }, (_, n) =>
    copyOf(like.product, { ...of, categoryId: category._id, name: `Mango pickle ${n}` }),
  );
  const orders = Array.from({ length: ORDERS }, (_, n) =>
    anOrder(like.order, { ...of, customerId: customer._id }, n, 'delivered'),
  );
  const contact = copyOf(like.contact, { addresses: [anId()], accountId: account._id, accountProof: 'platform' });
  return {
    ...{ accounts: account, stores: store, categories: category, customers: customer, contacts: contact },
    ...{ products, orders, orderevents: orders.map((order) => anEvent(like.event, order)) },
    chats: { ...like.chat, _id: contact._id },
  };
}

function copyOf({ once, ...document }, changed) {
  return { ...document, _id: anId(), ...changed };
}

const mobileOf = (kind, i) => `+919${kind}${String(i).padStart(8, '0')}`;

function anOrder(like, changed, i, status = 'accepted') {
  const _id = anId();
  const { once } = like;
  const number = `HT-${i.toString(36).toUpperCase().padStart(6, '0')}`;
  return { ...like, ...changed, _id, number, status, once: { ...once, key: _id } };
}

const anEvent = (like, order) => ({ ...like, _id: `${order._id}.0`, orderId: order._id, told: true });
