import { icon, make, t } from './words.js';

const SIDE = 2048;
/** Below this an already small JPEG is sent as it is. */
const LIGHT_BYTES = 700000;
/** The bot takes no more at a time. */
const MOST = 30;

/**
 * A photo as it is worth sending from a phone: at most 2048 px, upright, as JPEG. Where the browser cannot read it
 * (HEIC, mostly) the file itself is given back, and the server reads it.
 */
export async function shrink(file) {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const scale = Math.min(1, SIDE / Math.max(width, height));
    if (scale === 1 && file.type === 'image/jpeg' && file.size <= LIGHT_BYTES) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    const brush = canvas.getContext('2d');
    // what is see-through in a PNG would come out black
    brush.fillStyle = '#fff';
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(image, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85));
    return small || file;
  } catch {
    return file;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * The photos that were picked and not sent: 72 px each, with a caption of its own. `full` says that no more are held,
 * when some were left out. `onChange` is called when one comes or goes, `onSend` for Enter in a caption.
 */
export function createPhotos(box, full, { onChange, onSend }) {
  let picked = [];

  function show(one) {
    const number = picked.indexOf(one) + 1;
    const thumb = make('span', 'thumb');
    one.caption = make('input', 'caption');
    one.caption.type = 'text';
    one.caption.maxLength = 1000;
    one.caption.dir = 'auto';
    one.caption.enterKeyHint = 'send';
    one.caption.placeholder = t('caption');
    one.caption.setAttribute('aria-label', t('captionOf', { n: number }));
    one.caption.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      onSend();
    });
    const drop = make('button', 'icon drop', icon('M6 6l12 12M18 6 6 18'));
    drop.type = 'button';
    drop.setAttribute('aria-label', t('removePhoto', { n: number }));
    drop.addEventListener('click', () => remove(one));
    one.row = make('div', 'preview', thumb, one.caption, drop);
    box.append(one.row);
    const image = make('img');
    image.alt = '';
    image.addEventListener('error', () => thumb.replaceChildren(t('photo')));
    image.src = one.url;
    thumb.append(image);
  }

  function remove(one) {
    picked = picked.filter((other) => other !== one);
    one.row.remove();
    changed();
  }

  function changed() {
    box.hidden = picked.length === 0;
    if (picked.length < MOST) full.textContent = '';
    onChange(picked.length);
  }

  return {
    /**
     * Takes files as picked, pasted or dropped; what does not fit is left out, and said. Of the first ones `words` become
     * the caption. Tells whether they did.
     */
    add(files, words) {
      const before = picked.length;
      const added = files.slice(0, MOST - before).map((file) => {
        const one = { file, url: URL.createObjectURL(file) };
        one.ready = shrink(file);
        picked.push(one);
        show(one);
        return one;
      });
      if (added.length < files.length) full.textContent = t('mostPhotos', { n: MOST });
      if (added.length === 0) return false;
      const isCaption = Boolean(words) && before === 0;
      if (isCaption) added[0].caption.value = words;
      changed();
      added[0].caption.focus();
      return isCaption;
    },
    count: () => picked.length,
    /** Gives all of them away, each as it was picked, with its words and the promise of what is worth sending (`ready`). */
    take() {
      const taken = picked.map(({ file, ready, caption }) => ({ photo: file, ready, text: caption.value.trim() }));
      picked = [];
      box.replaceChildren();
      changed();
      return taken;
    },
  };
}
