import { beforeAll, describe, expect, it } from 'vitest';
import { createHistory, type Row, saidIn } from '../../../bots/web-chat/history.js';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { newId } from '../../../src/platform/ids.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { aVisitor, aWebChat } from './a-web-chat.js';

const db = testDb();
const model = defineSaid(db);
beforeAll(() => makeIndexes(db));
const at = new Date('2026-11-22T10:00:00Z');
const history = createHistory({ db, clock: { now: () => at } });
const said = (seq: number, more: Partial<Row> = {}): Row => ({ seq, from: 'bot', at, text: `number ${seq}`, ...more });

describe('the history of a chat', () => {
  it('keeps one row for a message that is sent twice, with the same id', async () => {
    const asha = newId();
    await history.record(saidIn(asha, [said(1), said(2)]));
    await history.record(saidIn(asha, [said(2, { text: 'again' }), said(3)]));
    const rows = await history.after(asha, '', 10);
    expect(rows.map(({ _id, text }) => [_id, text])).toEqual([
      [`${asha}.0000000001`, 'number 1'],
      [`${asha}.0000000002`, 'number 2'],
      [`${asha}.0000000003`, 'number 3'],
    ]);
  });

  it('is read from a message on, or from the end back, and never from another chat', async () => {
    const [asha, other] = [newId(), newId()];
    const seqs = [1, 2, 9, 10, 11, 100, 1000000];
    await history.record(saidIn(other, [said(1), said(50), said(5000000)]));
    await history.record(
      saidIn(
        asha,
        seqs.map((seq) => said(seq)),
      ),
    );
    const numbers = (rows: { seq: number }[]) => rows.map(({ seq }) => seq);
    expect(numbers(await history.after(asha, '', 100))).toEqual(seqs);
    expect(numbers(await history.after(asha, `${asha}.0000000009`, 2))).toEqual([10, 11]);
    expect(numbers(await history.before(asha, '', 3))).toEqual([11, 100, 1000000]);
    expect(numbers(await history.before(asha, `${asha}.0000000011`, 2))).toEqual([9, 10]);
    expect(numbers(await history.after(asha, `${other}.0000000050`, 100))).toEqual(seqs);
  });

  it('lives for 180 days', async () => {
    const asha = newId();
    await history.record(saidIn(asha, [said(1)]));
    const row = await model.findById(`${asha}.0000000001`).lean();
    expect(row?.expireAt).toEqual(new Date('2027-05-21T10:00:00Z'));
    const indexes = await model.collection.indexes();
    expect(indexes.find(({ key }) => key.expireAt)).toMatchObject({ expireAfterSeconds: 0 });
  });

  it('is served by an index, whichever way it is read', async () => {
    const asha = newId();
    const plans = await Promise.all([
      model
        .find({ _id: { $gt: `${asha}.`, $lt: `${asha}/` } })
        .sort({ _id: 1 })
        .explain(),
      model.find({ contactId: asha, edits: { $gt: 0 } }).explain(),
      model.find({ farewellTo: 'x' }).explain(),
      model.find({ photo: { $in: ['x'] } }).explain(),
    ]);
    for (const plan of plans) expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
  });

  it('changes an edited message in place, with words that are no expressions', async () => {
    const asha = newId();
    await history.record(saidIn(asha, [said(1, { choices: [{ id: 'accept:1', label: 'Accept' }] })]));
    const edit = { text: '$text', choices: [{ id: 'packed:1', label: '$$ROOT' }] };
    await history.edit(asha, 1, edit);
    await history.edit(asha, 1, edit);
    const [row] = await history.edited(asha);
    expect(row).toMatchObject({ _id: `${asha}.0000000001`, ...edit, edits: 2 });
    expect(await history.labelOf(asha, 'accept:1')).toBe('Accept');
    await history.edit(asha, 1, { text: 'Delivered' });
    expect((await history.edited(asha))[0]).not.toHaveProperty('choices');
    await history.edit(asha, 7, { text: 'never said' });
    expect(await history.after(asha, '', 10)).toHaveLength(1);
  });

  it('knows how a choice read, with or without its mark', async () => {
    const asha = newId();
    await history.record(saidIn(asha, [said(1, { choices: [{ id: 'yes|k1', label: 'Yes, order' }] })]));
    await history.record(saidIn(asha, [said(2, { choices: [{ id: 'yes|k2', label: 'Yes, delete' }] })]));
    expect(await history.labelOf(asha, 'yes|k1')).toBe('Yes, order');
    expect(await history.labelOf(asha, 'yes')).toBe('Yes, delete');
    expect(await history.labelOf(asha, 'buy')).toBeUndefined();
    expect(await history.labelOf(newId(), 'yes')).toBeUndefined();
  });

  it('forgets a person but for the goodbye, which goes soon, and gives up their photos', async () => {
    const asha = newId();
    await history.record(
      saidIn(asha, [
        said(1, { from: 'you', photo: 'private/chat/x.jpg' }),
        said(2, { photo: 'p/of-the-shop.webp' }),
        said(3, { text: 'Goodbye.' }),
      ]),
    );
    expect(await history.forget(asha, 'address-of-asha')).toEqual(['private/chat/x.jpg']);
    const [goodbye, ...others] = await history.after(asha, '', 10);
    expect(goodbye).toMatchObject({ text: 'Goodbye.', expireAt: new Date('2026-11-22T10:10:00Z') });
    expect(others).toEqual([]);
    expect(await history.farewell('address-of-asha')).toMatchObject([{ text: 'Goodbye.' }]);
    expect(await history.farewell('another')).toEqual([]);
    expect(await history.forget(newId(), 'nobody')).toEqual([]);
  });
});

describe('GET /chat/messages', () => {
  it('goes through a long conversation page by page, from either end', async () => {
    const chat = await aWebChat(db, () => undefined);
    const asha = await aVisitor(chat.url);
    for (let n = 1; n <= 7; n++) await asha.post({ text: `${n}` });
    await asha.said(7);
    const texts = async (query: string) => {
      const { items, nextCursor } = await asha.messages(query);
      return { texts: items.map(({ text }) => text).join(''), nextCursor };
    };
    const first = await texts('?limit=3');
    expect(first.texts).toBe('123');
    const second = await texts(`?limit=3&after=${first.nextCursor}`);
    expect(second.texts).toBe('456');
    expect(await texts(`?limit=3&after=${second.nextCursor}`)).toEqual({ texts: '7', nextCursor: null });
    const newest = await texts('?limit=4&before=end');
    expect(newest.texts).toBe('4567');
    expect(await texts(`?limit=4&before=${newest.nextCursor}`)).toEqual({ texts: '123', nextCursor: null });
  });

  it('is empty for somebody who has said nothing', async () => {
    const asha = await aVisitor((await aWebChat(db)).url);
    expect(await asha.messages()).toEqual({ items: [], nextCursor: null });
  });

  it('counts who opens the page as seen, but not who asked to be forgotten', async () => {
    const chat = await aWebChat(db);
    const asha = await aVisitor(chat.url);
    await asha.post({ text: 'Hi' });
    const id = (await asha.said(2))[0]?.id.split('.')[0] ?? '';
    const contacts = db.collection<{ _id: string }>('contacts');
    const long = new Date('2026-01-01');
    await contacts.updateOne({ _id: id }, { $set: { lastSeenAt: long } });
    await asha.messages();
    expect((await chat.contacts.find(id))?.lastSeenAt.getTime()).toBeGreaterThan(long.getTime());
    await contacts.updateOne({ _id: id }, { $set: { lastSeenAt: long, forgottenAt: long } });
    await asha.messages();
    expect(await chat.contacts.find(id)).toMatchObject({ forgottenAt: long });
  });
});
