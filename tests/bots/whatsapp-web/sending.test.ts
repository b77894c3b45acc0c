import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { createAcks } from '../../../bots/whatsapp-web/acks.js';
import { testDb } from '../../support/db.js';
import { eventually } from '../../support/eventually.js';
import { startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aWebp } from '../telegram/a-send.js';
import { aProcess, forgetLinks } from './a-phone.js';

const db = testDb();
beforeEach(() => forgetLinks(db));

describe('a message of ours', () => {
  it('waits for the word of WhatsApp from when it was handed over, however long a picture took', async () => {
    const acks = createAcks(300);
    const carried = acks.carry('id', async () => {
      await sleep(900);
      acks.ack('id', undefined);
    });
    await expect(carried).resolves.toBeUndefined();
    await expect(acks.carry('other', async () => undefined)).rejects.toMatchObject({ kind: 'later' });
  });
});

describe('a picture of ours', () => {
  it('that cannot be handed over does not keep its words', async () => {
    // this process does not believe the certificate of the test, so that nothing can be handed over
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp, { media: new Map([['p/1.webp', await aWebp()]]) });
    await process.linkPhone();
    const asha = whatsapp.person();
    await asha.types('start');
    await eventually(async () => expect(await process.inboxOf(asha)).toHaveLength(1));
    await process.say(asha, { text: 'Asha Pickles is open', photo: 'p/1.webp' });
    await asha.hears('Asha Pickles is open');
    expect(whatsapp.events('upload')).toEqual([]);
  });
});
