/*
 * The process that shrinks photos. It is plain JavaScript because it is started as it stands here, whether the rest runs
 * compiled or from source.
 */
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import sharp from 'sharp';

/** Of the longest side. */
const BLUR_PIXELS = 12;

// lets a dozen photos pass before the collector looks for what they left, which is a tenth of the time of each; 60 MB
setFlagsFromString('--heap-growing-percent=1000');
// both are of the whole process: no photo comes twice in a row, and the photos at work use the cores already
sharp.cache(false);
sharp.concurrency(1);

const told = [];

// what is asked comes as messages, the photos themselves one after another beside them
process.on('message', (job) => {
  told.push(job);
  begin();
});
process.stdin.on('readable', begin);

function begin() {
  while (told[0]) {
    const bytes = process.stdin.read(told[0].length);
    if (!bytes) return;
    work(told.shift(), bytes);
  }
}

async function work({ id, ...how }, bytes) {
  const pictures = await shrink(bytes, how).catch(() => undefined);
  process.send?.({ id, pictures });
}

// Ctrl-C reaches all processes of a terminal, and the server still waits for the photos at work
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
// the server is gone, however it ended; an exit would wait for what is being decoded
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

async function shrink(bytes, { kind, sides, failOn, limitInputPixels }) {
  const upright = kind === 'heic' ? await heic(bytes) : sharp(bytes, { failOn, limitInputPixels }).autoOrient();
  // decoded once, and each made from the one before
  const large = await pixels(inside(sides[0], upright).flatten({ background: '#ffffff' }).toColourspace('srgb'));
  const small = await pixels(inside(sides[1], large.picture()));
  return {
    ...{ width: large.width, height: large.height },
    large: await large.picture().webp({ quality: 80 }).toBuffer(),
    small: await small.picture().webp({ quality: 80 }).toBuffer(),
    blur: await inside(BLUR_PIXELS, small.picture()).webp({ quality: 40 }).toBuffer(),
  };
}

const inside = (side, picture) =>
  picture.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });

async function pixels(picture) {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { width, height, picture: () => sharp(data, { raw: { width, height, channels } }) };
}

async function heic(bytes) {
  const worker = new Worker(new URL('./decode-heic.mjs', import.meta.url), { workerData: bytes });
  const [{ data, width, height }] = await once(worker, 'message');
  return sharp(data, { raw: { width, height, channels: 4 } });
}
