import { beforeEach, describe, expect, it } from 'vitest';
import { createLoopGuard } from '../../../bots/whatsapp-web/manners.js';
import { testClock } from '../../support/clock.js';
import { testDb } from '../../support/db.js';
import { eventually } from '../../support/eventually.js';
import { aJpeg } from '../../support/telegram-shop.js';
import { startFakeWhatsApp } from '../../support/whatsapp-web/start-fake-whatsapp.js';
import { aProcess, forgetLinks } from './a-phone.js';

const db = testDb();
beforeEach(() => forgetLinks(db));

describe('the manners of a guest', () => {
  it('the owner has her chat with somebody new to herself, too', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp);
    await process.linkPhone();
    const owner = whatsapp.person({ phone: whatsapp.world.phone, name: 'Owner' });
    const friend = whatsapp.person({ name: 'Friend' });
    await owner.writesTo(friend, 'Look at my new shop!');
    await friend.start('s_asha-pickles');
    const last = whatsapp.person();
    await last.types('start');
    await eventually(async () => expect(await process.inboxOf(last)).toHaveLength(1));
    expect(await process.inboxOf(friend)).toEqual([]);
  });

  it('what the owner answered herself while we were away is not answered again', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const first = await aProcess(db, whatsapp);
    await first.linkPhone();
    const owner = whatsapp.person({ phone: whatsapp.world.phone, name: 'Owner' });
    const ravi = whatsapp.person({ name: 'Ravi' });
    await ravi.types('start');
    await eventually(async () => expect(await first.inboxOf(ravi)).toHaveLength(1));
    await first.channel.stop();
    await ravi.types('do you have lemon?');
    await owner.writesTo(ravi, 'Yes, come by');
    const second = await aProcess(db, whatsapp);
    await second.isOpen();
    const last = whatsapp.person();
    await last.types('start');
    await eventually(async () => expect(await second.inboxOf(last)).toHaveLength(1));
    expect(await second.inboxOf(ravi)).toHaveLength(1);
  });

  it('a seller who sends many photos at once is no program', async () => {
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp);
    await process.linkPhone();
    const asha = whatsapp.person();
    await asha.types('start');
    await eventually(async () => expect(await process.inboxOf(asha)).toHaveLength(1));
    const photo = await aJpeg(1);
    await process.say(asha, { text: 'Now send a photo' });
    for (let n = 0; n < 20; n++) await asha.sendsPhoto(photo);
    await eventually(async () => expect(await process.inboxOf(asha)).toHaveLength(21));
    expect(process.log()).not.toContain('like a program');
  });

  it('a program that takes its time to answer us with the same words is noticed, too', async () => {
    const clock = testClock();
    await using whatsapp = await startFakeWhatsApp();
    const process = await aProcess(db, whatsapp, { clock });
    await process.linkPhone();
    const robot = whatsapp.person();
    const at = () => ({ at: Math.floor(clock.now().getTime() / 1000) });
    await robot.types('start', at());
    await eventually(async () => expect(await process.inboxOf(robot)).toHaveLength(1));
    for (let n = 0; n < 12; n++) {
      await process.say(robot, { text: 'I did not understand that.' });
      clock.pass(10);
      await robot.types('Thank you for your message. We answer soon.', at());
    }
    await eventually(() => expect(process.log()).toContain('like a program'));
  }, 40_000);
});

describe('whether somebody is a program', () => {
  const clock = testClock();
  const guard = () => createLoopGuard(clock);

  it('is not seen in numbers and short words, however often they come', () => {
    const loops = guard();
    const heard = Array.from({ length: 100 }, () => {
      loops.said('asha');
      clock.pass(5);
      return loops.heard('asha', '1');
    });
    expect(heard).not.toContain(true);
  });

  it('is seen in the same sentence, six times in a row', () => {
    const loops = guard();
    const times = Array.from({ length: 6 }, () => loops.heard('asha', 'We answer as soon as we can.'));
    expect(times).toEqual([false, false, false, false, false, true]);
    // it begins anew
    expect(loops.heard('asha', 'We answer as soon as we can.')).toBe(false);
  });

  it('is seen in more words in an hour than a person writes, whatever they are', () => {
    const loops = guard();
    const times = Array.from({ length: 150 }, (_, n) => {
      clock.pass(20);
      return loops.heard('asha', `You said something, that was number ${n}`);
    });
    expect(times.indexOf(true)).toBe(149);
  });
});
