import { icon, make, t, timeOf } from './words.js';

const CLOCK = 'M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z';
const TICK = 'm5 13 4.5 4.5L19 7.5';
// addresses of pages, our own shops named without https, and numbers in full
const LINK = /(https?:\/\/[^\s<>"]+|\+\d{8,15}(?!\d))/g;
const OWN = new RegExp(`(^|\\s)(${location.host.replace(/[.[\]]/g, '\\$&')}/s/[a-z0-9-]+)`, 'g');

/** One message as it stands in the log: who said it, its photo, its words, when, and for your own whether it left. */
export function bubble({ from, text, photo, at, file }, retry) {
  const said = make('div', `said ${from}`);
  const body = make('div', 'bubble');
  body.append(make('span', 'hush', `${t(from === 'bot' ? 'name' : 'you')}: `));
  if (photo) body.append(picture(photo, from));
  const words = make('p', 'words');
  words.dir = 'auto';
  if (text || (file && !file.url)) body.append(words);
  if (file?.url) body.append(download(file));
  const time = make('time', '', timeOf(at));
  time.dateTime = at.toISOString();
  const foot = make('p', 'foot', time);
  body.append(foot);
  said.append(body);
  write(words, text || file?.name || '');

  const state = make('span', 'state');
  if (from === 'you') foot.append(state);
  const trouble = make('div');
  return {
    said,
    write: (newText) => write(words, newText),
    /** `waiting`, `sent` (taken by the server), `failed` (can be tried again) or `refused` (with the reason). */
    mark(status, reason) {
      const failed = status === 'failed' || status === 'refused';
      state.replaceChildren(...(failed ? [] : [icon(status === 'sent' ? TICK : CLOCK)]));
      said.dataset.status = status;
      trouble.replaceChildren();
      trouble.remove();
      if (!failed) return;
      if (status === 'refused') trouble.append(make('p', 'reason', `${t('refused')} ${reason || ''}`));
      else {
        const again = make('button', 'retry', t('notSent'));
        again.type = 'button';
        again.addEventListener('click', retry);
        trouble.append(again);
      }
      said.append(trouble);
    },
  };
}

/** Puts text in with its links alive; nothing that was said is ever read as markup. */
function write(words, text) {
  const marked = text.replace(OWN, (_all, before, own) => `${before}${location.protocol}//${own}`);
  const parts = marked.split(LINK).map((part, index) => (index % 2 ? link(part) : [part]));
  words.replaceChildren(...[].concat(...parts));
}

function link(part) {
  if (part[0] === '+') return [anchor(`tel:${part}`, part)];
  // the point that ends a sentence is not part of the address
  const address = part.replace(/[.,;:!?)\]'»।۔]+$/, '');
  try {
    const a = anchor(new URL(address).href, address.replace(/^https?:\/\//, ''));
    a.target = '_blank';
    a.rel = 'noopener noreferrer';
    return [a, part.slice(address.length)];
  } catch {
    return [part];
  }
}

function anchor(href, label) {
  const a = make('a', '', label);
  a.href = href;
  return a;
}

/** A file of the bot's, to be kept under its own name. */
function download({ url, name }) {
  const a = anchor(url, name);
  a.className = 'file';
  a.download = name;
  return a;
}

function picture(url, from) {
  const frame = make('a', 'picture');
  const image = make('img');
  image.alt = t(from === 'bot' ? 'pictureOfHaat' : 'yourPhoto');
  image.addEventListener('load', () => {
    image.classList.toggle('tall', image.naturalHeight > image.naturalWidth * 1.5);
  });
  // some browsers cannot draw what an iPhone takes (HEIC); it arrived all the same
  image.addEventListener('error', () => {
    frame.classList.add('unseen');
    frame.replaceChildren(image.alt);
  });
  image.src = url;
  frame.append(image);
  if (!url.startsWith('blob:')) {
    frame.href = url;
    frame.target = '_blank';
    frame.rel = 'noopener';
  }
  return frame;
}
