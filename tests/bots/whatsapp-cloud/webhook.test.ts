import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../src/platform/refusal.js';
import { testDb } from '../../support/db.js';
import { aCloud } from './a-cloud.js';

const db = testDb();

describe('the handshake', () => {
  const asked = (url: string, query: Record<string, string>) => fetch(`${url}?${new URLSearchParams(query)}`);

  it('gives back the challenge to whoever knows the word, as plain text', async () => {
    const { url, meta } = await aCloud(db);
    const query = { 'hub.mode': 'subscribe', 'hub.verify_token': meta.verifyToken, 'hub.challenge': '<b>1158201444' };
    const answer = await asked(url, query);
    expect([answer.status, await answer.text()]).toEqual([200, '<b>1158201444']);
    expect(answer.headers.get('content-type')).toContain('text/plain');
  });

  it.each([
    { 'hub.mode': 'subscribe', 'hub.verify_token': 'another word', 'hub.challenge': '1' },
    { 'hub.mode': 'unsubscribe', 'hub.verify_token': 'a word of our own', 'hub.challenge': '1' },
    { 'hub.mode': 'subscribe', 'hub.verify_token': '', 'hub.challenge': '1' },
    { 'hub.mode': 'subscribe', 'hub.verify_token': 'a word of our own' },
    {},
  ])('is refused to anybody else (%o)', async (query: Record<string, string>) => {
    const { url } = await aCloud(db);
    expect((await asked(url, query)).status).toBe(403);
  });
});

describe('what is posted', () => {
  it('is taken once, however often it comes and in whichever order', async () => {
    const cloud = await aCloud(db);
    const asha = cloud.meta.person({ name: 'Asha' });
    const [one, two] = ['one', 'two'].map((body) =>
      cloud.meta.bodyOf(asha.changeOf({ type: 'text', text: { body } }, `wamid.${body}`)),
    ) as [Buffer, Buffer];
    for (const bytes of [two, one, two, one, one]) expect(await cloud.meta.post(bytes)).toBe(200);
    await Promise.all([one, two, one, two].map((bytes) => cloud.meta.post(bytes)));
    expect((await cloud.inboxOf(asha)).map(({ text }) => text)).toEqual(['two', 'one']);
    expect(await cloud.contactOf(asha)).toMatchObject({
      name: 'Asha',
      phone: `+${asha.phone}`,
      phoneProof: 'platform',
    });
  });

  it('is refused when its signature is not over these bytes, with this secret', async () => {
    const cloud = await aCloud(db);
    const asha = cloud.meta.person();
    const bytes = cloud.meta.bodyOf(asha.changeOf({ type: 'text', text: { body: 'hello' } }));
    const mac = (secret: string, over: Buffer, how = 'sha256') => createHmac(how, secret).update(over).digest('hex');
    const { appSecret } = cloud.meta;
    const altered = Buffer.from(bytes.toString().replace('hello', 'hallo'));
    const forged: [Buffer, Record<string, string>][] = [
      [bytes, {}],
      [bytes, { 'x-hub-signature-256': '' }],
      [bytes, { 'x-hub-signature-256': mac(appSecret, bytes) }],
      [bytes, { 'x-hub-signature-256': `sha256=${mac('another secret', bytes)}` }],
      [bytes, { 'x-hub-signature-256': `sha1=${mac(appSecret, bytes, 'sha1')}` }],
      [bytes, { 'x-hub-signature': `sha1=${mac(appSecret, bytes, 'sha1')}` }],
      [bytes, { 'x-hub-signature-256': `sha256=${mac(appSecret, bytes).slice(2)}` }],
      [altered, { 'x-hub-signature-256': `sha256=${mac(appSecret, bytes)}` }],
      [
        Buffer.from(JSON.stringify(JSON.parse(bytes.toString()), null, 1)),
        { 'x-hub-signature-256': `sha256=${mac(appSecret, bytes)}` },
      ],
    ];
    for (const [body, headers] of forged) expect(await cloud.meta.post(body, headers)).toBe(403);
    expect(await cloud.inboxOf(asha)).toEqual([]);
    expect(await cloud.meta.post(bytes)).toBe(200);
  });

  it('is confirmed and left alone when it cannot be read, so that it does not come for days', async () => {
    const cloud = await aCloud(db);
    const asha = cloud.meta.person();
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const hostile = [
      ...['', '{', 'null', '[]', '"x"', '<script>', deep, '{"object":"page","entry":[]}'],
      ...['{"object":"whatsapp_business_account"}', '{"object":"whatsapp_business_account","entry":{}}'],
      '{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":null}]}]}',
      '{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"account_update","value":{"x":1}}]}]}',
    ];
    for (const body of hostile)
      expect([body.slice(0, 40), await cloud.meta.post(Buffer.from(body))]).toEqual([body.slice(0, 40), 200]);
    const value = (messages: unknown[]) => ({ ...asha.changeOf({}), messages });
    const good = { id: 'wamid.good', from: asha.phone, type: 'text', text: { body: 'still here' } };
    const odd = [
      ...[null, 7, 'x', [], {}, { id: [], type: {} }, { id: 'a'.repeat(600), type: 'text', text: { body: 'x' } }],
      ...[
        { ...good, id: 'w1', text: null },
        { ...good, id: 'w2', text: { body: { $gt: '' } } },
      ],
      ...[{ ...good, id: 'w3', type: 'location', text: undefined, location: { latitude: 1e9, longitude: 0 } }],
      ...[{ ...good, id: 'w4', type: 'order', text: undefined, order: { product_items: [{ quantity: -1 }] } }],
    ];
    expect(await cloud.meta.post(cloud.meta.bodyOf(value([...odd, good, null])))).toBe(200);
    const inbox = await cloud.inboxOf(asha);
    // what a person meant as a message is answered in words, whatever became of it on the way
    expect(inbox.map(({ text, unsupported }) => text ?? unsupported)).toEqual([true, true, true, true, 'still here']);
  });

  it('costs nobody their words for one odd field, nor for an odd neighbour', async () => {
    const cloud = await aCloud(db);
    const asha = cloud.meta.person();
    const good = { id: 'wamid.good', from: asha.phone, type: 'text', text: { body: 'hello' } };
    const odd = {
      contacts: [null, { profile: { name: null }, wa_id: 7 }, { profile: 'x', wa_id: asha.phone }],
      messages: [{ ...good, from_user_id: null, context: [], errors: {} }],
      statuses: { $gt: '' },
    };
    const body = JSON.parse(cloud.meta.bodyOf(odd).toString());
    body.entry.unshift(null, { changes: 'x' }, { changes: [7, { field: {} }] });
    expect(await cloud.meta.post(Buffer.from(JSON.stringify(body)))).toBe(200);
    expect((await cloud.inboxOf(asha)).map(({ text }) => text)).toEqual(['hello']);
  });

  it('is not confirmed while it cannot be kept, and comes again', async () => {
    let isAway = true;
    const cloud = await aCloud(db, {
      deps: {
        receive: async (incoming) => {
          if (isAway) throw new Error('the database is away');
          await cloud.chats.receive('whatsapp-cloud', incoming);
        },
      },
    });
    const asha = cloud.meta.person();
    const told = asha.types('hello');
    await cloud.meta.waitFor(() => cloud.meta.answers().filter((status) => status === 500).length >= 2);
    isAway = false;
    await told;
    expect((await cloud.inboxOf(asha)).map(({ text }) => text)).toEqual(['hello']);
  });

  it('of a fault at Meta is in the log, for the operator', async () => {
    const { meta, log } = await aCloud(db);
    await meta.tell({ errors: [{ code: 130429, title: 'Rate limit hit' }] });
    expect(log()).toContain('Rate limit hit');
  });

  it('by many people at once is taken for all but the one whose chat cannot be reached', async () => {
    let isAway = true;
    const cloud = await aCloud(db, {
      deps: {
        receive: async (incoming) => {
          if (isAway && incoming.text === 'Ravi 1') throw new Error('this chat is away');
          await cloud.chats.receive('whatsapp-cloud', incoming);
        },
      },
    });
    const people = ['Ravi', 'Asha', 'Meera'].map((name) => cloud.meta.person({ name }));
    const messages = [1, 2].flatMap((n) =>
      people.map(({ name, phone }) => ({
        ...{ id: `wamid.${phone}.${n}`, from: phone, type: 'text', text: { body: `${name} ${n}` } },
      })),
    );
    const bytes = cloud.meta.bodyOf({ messages });
    const heard = async () =>
      Promise.all(people.map(async (person) => (await cloud.inboxOf(person)).map(({ text }) => text)));
    expect(await cloud.meta.post(bytes)).toBe(500);
    expect(await heard()).toEqual([[], ['Asha 1', 'Asha 2'], ['Meera 1', 'Meera 2']]);
    isAway = false;
    expect(await cloud.meta.post(bytes)).toBe(200);
    expect(await heard()).toEqual([
      ['Ravi 1', 'Ravi 2'],
      ['Asha 1', 'Asha 2'],
      ['Meera 1', 'Meera 2'],
    ]);
  });

  it('is heard of before it is answered, so that its writer sees it is read', async () => {
    const seen: unknown[] = [];
    const cloud = await aCloud(db, {
      deps: {
        receive: async ({ contactId }) => {
          const contact = await cloud.contacts.find(contactId);
          if (contact) await cloud.channel.working?.(contact);
          seen.push(cloud.meta.calls().at(-1)?.body.status);
        },
      },
    });
    await cloud.meta.person().types('hello');
    expect(seen).toEqual(['read']);
  });

  it('in a group is not for us', async () => {
    const cloud = await aCloud(db);
    const asha = cloud.meta.person();
    await asha.sends({ type: 'text', text: { body: 'ok' }, group_id: 'Y2FwaV9ncm91cDox' }, 'ok');
    expect(await cloud.contactOf(asha)).toBeNull();
  });

  it('for another number of the same account is not ours', async () => {
    const cloud = await aCloud(db);
    const asha = cloud.meta.person();
    const value = { ...asha.changeOf({ type: 'text', text: { body: 'x' } }), metadata: { phone_number_id: '1' } };
    expect(await cloud.meta.post(cloud.meta.bodyOf(value))).toBe(200);
    expect(await cloud.contactOf(asha)).toBeNull();
  });

  it('of a flood is confirmed and not kept, and whoever floods is told once', async () => {
    const cloud = await aCloud(db, {
      deps: {
        async receive() {
          throw new Refusal('too_many_messages', 429);
        },
      },
    });
    const asha = cloud.meta.person();
    for (let n = 0; n < 3; n++) await asha.types('again');
    await asha.hears(/./);
    await asha.types('again');
    expect(asha.messages()).toHaveLength(1);
    expect(cloud.meta.answers()).toEqual([200, 200, 200, 200]);
  });
});

describe('a person', () => {
  it('whose number is hidden is known by the id that Meta gives, and is one with the number once Meta tells it', async () => {
    const cloud = await aCloud(db);
    const hidden = cloud.meta.person({ hidden: true, userId: 'IN.13491208655302741918', phone: '919876511111' });
    await hidden.types('hello');
    const before = await cloud.contactOf(hidden);
    expect(before).toMatchObject({ addresses: ['IN.13491208655302741918'], replyTo: 'IN.13491208655302741918' });
    expect(before?.phone).toBeUndefined();
    const shown = cloud.meta.person({ userId: 'IN.13491208655302741918', phone: '919876511111' });
    await shown.types('it is me');
    const after = await cloud.contactOf(shown);
    expect(after?._id).toBe(before?._id);
    expect(after).toMatchObject({ replyTo: '919876511111', phone: '+919876511111', phoneProof: 'platform' });
    expect((await cloud.inboxOf(hidden)).map(({ text }) => text)).toEqual(['hello', 'it is me']);
  });
});
