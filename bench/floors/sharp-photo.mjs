/**
 * The least that shrinks a photo to two pictures: sharp alone, decoded once, two at once. Told for so many seconds as
 * each line asks for.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import sharp from 'sharp';

const AT_ONCE = 2;
const jpeg = readFileSync(process.argv[2]);
sharp.cache(false);
sharp.concurrency(1);

async function shrink() {
  const fit = 'inside';
  const large = sharp(jpeg).autoOrient().resize({ width: 1080, height: 1080, fit });
  const { data, info: raw } = await large.raw().toBuffer({ resolveWithObject: true });
  await sharp(data, { raw }).webp({ quality: 80 }).toBuffer();
  await sharp(data, { raw }).resize({ width: 320, height: 320, fit }).webp({ quality: 80 }).toBuffer();
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const begun = performance.now();
  let count = 0;
  const work = async () => {
    for (; performance.now() - begun < Number(line) * 1000; count++) await shrink();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  process.stdout.write(`${(count * 1000) / (performance.now() - begun)}\n`);
}
