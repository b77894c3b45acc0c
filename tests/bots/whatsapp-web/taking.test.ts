import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDb } from '../../support/db.js';
import { eventually } from '../../support/eventually.js';
import { startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { quickPauses } from '../telegram/quick-pauses.js';
import { aProcess, forgetLinks } from './a-phone.js';

const db = testDb();
beforeEach(() => forgetLinks(db));

describe('what people write', () => {
  it('is kept before a process ends that has taken it', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const said: string[] = [];
    const process = await aProcess(db, whatsapp, {
      deps: {
        async receive({ text = '' }) {
          await sleep(200);
          said.push(text);
        },
      },
    });
    await process.linkPhone();
    const asha = whatsapp.person();
    for (const text of ['start', 'one', 'two', 'three']) await asha.types(text);
    // the phone of the sender has been told that all of it arrived
    await whatsapp.waitFor(() => whatsapp.events('receipt').length >= 4);
    await process.channel.stop();
    expect(said).toEqual(['start', 'one', 'two', 'three']);
  });

  it('is not held up by a message that cannot be taken at all', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const said: string[] = [];
    const process = await aProcess(db, whatsapp, {
      deps: {
        async receive({ text = '' }) {
          if (text === '/orders') throw new TypeError('a fault of our own');
          said.push(text);
        },
      },
    });
    await process.linkPhone();
    quickPauses();
    const [asha, ravi] = [whatsapp.person({ name: 'Asha' }), whatsapp.person({ name: 'Ravi' })];
    await asha.types('/orders');
    await ravi.types('start');
    // another chat does not wait for it, and its own goes on once it is given up
    await eventually(() => expect(said).toEqual(['start']));
    await asha.types('/sell');
    await eventually(() => expect(said).toEqual(['start', '/sell']));
    expect(process.log()).toContain('a message was given up');
  });
});
