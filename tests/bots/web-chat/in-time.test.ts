import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { defineSaid } from '../../../bots/web-chat/index.js';
import { makeIndexes } from '../../../src/platform/mongo.js';
import { testDb } from '../../support/db.js';
import { aVisitor, aWebChat } from './a-web-chat.js';

const db = testDb();
beforeAll(async () => {
  defineSaid(db);
  await makeIndexes(db);
});

const forever = () => new Promise<never>(() => {});

/** A photo over a line so slow that it takes longer than anybody waits for an answer. */
function slowly(url: string, cookie: string): Promise<number> {
  const head = '--b\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n';
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(1000)]);
  return new Promise((done, fail) => {
    const headers = { cookie, 'content-type': 'multipart/form-data; boundary=b' };
    const post = request(`${url}/chat/messages`, { method: 'POST', headers }, (answer) => done(answer.statusCode ?? 0));
    post.on('error', fail);
    post.write(head);
    setTimeout(() => {
      post.write(photo);
      post.end('\r\n--b--\r\n');
    }, 5000);
  });
}

describe('when things take long', () => {
  it('a database that says nothing is answered 503 in words, and a slow photo still arrives', async () => {
    const [well, stuck] = [await aWebChat(db), await aWebChat(db, undefined, { receive: forever })];
    const blind = await aWebChat(db, undefined, { contacts: { at: forever, meet: forever, seen: forever } });
    const asha = await aVisitor(well.url);
    const [slow, ...answers] = await Promise.all([
      slowly(well.url, asha.cookie),
      (await aVisitor(stuck.url)).post({ text: 'Hi' }),
      (await aVisitor(blind.url)).post({ text: 'Hi' }),
      (await aVisitor(blind.url)).call('/chat/messages'),
    ]);
    expect(slow).toBe(202);
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'unavailable' });
    }
    expect((await fetch(`${blind.url}/chat`)).status, 'the page itself needs no database').toBe(200);
  });
});
