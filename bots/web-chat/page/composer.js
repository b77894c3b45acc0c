import { createPhotos } from './photos.js';
import { setting, t } from './words.js';

const LINE_PX = 24;
const LINES = 4;

/** The keyboard a phone opens, by what the bot waits for. */
const KEYBOARD = {
  phone: { inputmode: 'tel', autocomplete: 'tel' },
  code: { inputmode: 'numeric', autocomplete: 'one-time-code' },
  price: { inputmode: 'decimal' },
  count: { inputmode: 'numeric' },
  name: { autocapitalize: 'words' },
  address: { autocapitalize: 'words' },
};

/**
 * Where the person writes and picks photos. `onMessages(messages)` takes what is sent: `{ text }`, `{ photo, text, ready }`
 * (see `createPhotos`) or `{ file, fileName }`, with `tooBig` where the server would refuse it anyway.
 */
export function createComposer({ onMessages }) {
  const form = document.getElementById('composer');
  const text = document.getElementById('text');
  const send = document.getElementById('send');
  const camera = document.getElementById('camera');
  const pick = document.getElementById('pick');
  let ask;

  const [previews, full] = [document.getElementById('previews'), document.getElementById('full')];
  const photos = createPhotos(previews, full, { onChange: changed, onSend: submit });

  function changed() {
    text.style.height = 'auto';
    const padding = 2 * 12;
    text.style.height = `${Math.min(text.scrollHeight + 2, LINES * LINE_PX + padding)}px`;
    send.classList.toggle('ready', photos.count() > 0 || text.value.trim() !== '');
  }

  function submit() {
    const words = text.value;
    text.value = '';
    const messages = photos.take();
    if (words.trim() !== '') messages.push({ text: words });
    changed();
    text.focus();
    // at once, also while photos are still being shrunk: what is sent after must not come before
    if (messages.length > 0) onMessages(messages);
  }

  function take(files) {
    const images = files.filter(({ type, name }) => type.startsWith('image/') || /\.(heic|heif)$/i.test(name));
    if (photos.add(images, text.value.trim())) text.value = '';
    changed();
    const others = files.filter((file) => !images.includes(file));
    const messages = others.map((file) => ({ file, fileName: file.name, tooBig: file.size > setting.fileBytes }));
    if (messages.length > 0) onMessages(messages);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener('input', changed);
  text.addEventListener('keydown', (event) => {
    // Enter that ends a word in an input method (Hindi, Chinese) is not meant as "send"
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  text.addEventListener('paste', (event) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  camera.addEventListener('click', () => {
    pick.accept = ask === 'file' ? '.csv,text/csv,image/*' : 'image/*';
    pick.click();
  });
  pick.addEventListener('change', () => {
    take([...pick.files]);
    pick.value = '';
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  // a tap on send must not close the keyboard
  send.addEventListener('mousedown', (event) => event.preventDefault());

  return {
    /** Opens the right keyboard for what is waited for. */
    waitFor(what) {
      ask = what;
      const wanted = { inputmode: 'text', autocomplete: 'off', autocapitalize: 'sentences', ...KEYBOARD[what] };
      for (const name of Object.keys(wanted)) text.setAttribute(name, wanted[name]);
      text.placeholder = t(`ask_${what}`) || t('message');
      camera.classList.toggle('asked', what === 'photo' || what === 'file');
      camera.setAttribute('aria-label', t(what === 'file' ? 'addFile' : 'addPhotos'));
    },
    focus: () => text.focus({ preventScroll: true }),
  };
}
