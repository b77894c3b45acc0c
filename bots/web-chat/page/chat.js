import { createComposer } from './composer.js';
import { createFeed } from './feed.js';
import { createKept } from './kept.js';
import { createLog } from './log.js';
import { createOutbox } from './outbox.js';
import { createView } from './view.js';
import { setting, t } from './words.js';

const PAGE = 50;
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36)).join('');

const view = createView({ earlier: showEarlier });
const kept = createKept();
const log = createLog(document.getElementById('log'), { onChoose: choose, onRetry: () => outbox.flush(), onChange });
const composer = createComposer({ onMessages: say });
const outbox = createOutbox({
  kept,
  onStatus(message, status, reason) {
    if (!message.quiet) log.mark(message.messageId, status, reason);
    view.state({ sending: outbox.waiting() > 0 });
  },
});
const feed = createFeed({
  last: () => log.ends().last,
  mayChange: () => document.querySelector('.choices') !== null,
  onItems(items) {
    const stick = view.atEnd();
    view.count(log.tell(items, { fresh: true }));
    view.follow(stick);
  },
  onEdited: (item) => log.edit(item),
  onReset: () => log.clear(),
  onState(link) {
    view.state({ link });
    if (link === 'online' && outbox.waiting() > 0) outbox.flush();
  },
});

function onChange() {
  const asked = log.lastOfBot();
  composer.waitFor(asked?.item.ask);
  const last = log.last();
  view.working(Boolean(last && last.item.from === 'you' && last.status !== 'failed' && last.status !== 'refused'));
}

/** Of a file of your own only the name is shown. */
const nameOf = ({ fileName }) => (fileName ? { name: fileName } : undefined);

/** Shows what is to be sent and sends it; several photos picked at once stay in their order. */
function say(messages) {
  const at = new Date().toISOString();
  messages.forEach((message, index) => {
    const whole = { ...message, messageId: newId(), at, order: Date.now() + index / 1000 };
    log.say({ ...whole, photo: whole.photo && URL.createObjectURL(whole.photo), file: nameOf(whole) });
    view.follow(true);
    if (whole.tooBig) log.mark(whole.messageId, 'refused', t('fileTooBig'));
    else outbox.send(whole);
  });
}

function choose({ id, label }, byKeyboard) {
  if (byKeyboard) composer.focus();
  say([{ choice: id, text: label }]);
}

/** A link of a shop opens it, once: a reload of the page must not come in again. */
function takeStart() {
  const query = new URLSearchParams(location.search);
  const shop = query.get('shop');
  const start = shop ? `s_${shop.toLowerCase()}` : query.get('start');
  if (query.has('shop') || query.has('start')) history.replaceState(null, '', location.pathname);
  return start && /^[\w-]{1,64}$/.test(start) ? start : undefined;
}

const enter = (start, messageId) => outbox.send({ messageId, start, quiet: true, order: Date.now() });

async function begin() {
  // its id is the same in every tab: who comes for the first time is greeted once
  if (!log.last()) await enter('', 'hello');
}

async function showEarlier() {
  const older = await feed.before(log.ends().first, PAGE).catch(() => undefined);
  if (older) view.keepPlace(() => log.tell(older), older.length === PAGE);
}

async function open() {
  const start = takeStart();
  if (start) enter(start, newId());
  let pause = 1000;
  for (;;) {
    try {
      const items = await feed.before('end', PAGE);
      log.tell(items);
      view.filled(items.length === PAGE);
      break;
    } catch (error) {
      view.state({ link: feed.stateOf(error) });
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, 15000);
    }
  }
  const unsent = await kept.all();
  for (const message of unsent) {
    if (message.quiet) continue;
    log.say({ ...message, photo: message.photo && URL.createObjectURL(message.photo), file: nameOf(message) });
  }
  view.follow(true);
  feed.start();
  outbox.resume(unsent);
  if (!start) begin();
}

window.addEventListener('online', () => outbox.flush());
if (matchMedia('(pointer: fine)').matches) composer.focus();
document.documentElement.dataset.ready = setting.language;
open();
