/**
 * What Lighthouse says of the demo shop on a slow phone (its mobile settings: a processor four times slower, 1.6 Mbit/s):
 * a started Haat is filled with the demo, and its shop and one product are opened. Needs Chromium; Lighthouse itself is
 * fetched by npx. Prints a line a page, and the same as JSON; exits with 1 when a score is below 95.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, startHaat } from './a-haat.mjs';

const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const LEAST = 95;
const CHROMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const chrome = process.env.CHROME_PATH ?? CHROMES.map(pathOf).find(Boolean);
if (!chrome) throw new Error('Lighthouse needs Chromium: install it, or set CHROME_PATH.');
const folder = mkdtempSync(join(tmpdir(), 'haat-lighthouse-'));
const haat = await startHaat();
try {
  const told = execFileSync(process.execPath, ['demo/fill.mjs', haat.url], { cwd: root, encoding: 'utf8' });
  const [shop] = /http\S+$/.exec(told.trim());
  const [, product] = /href="(\/s\/[^"]+\/p\/[0-9a-f]+)"/.exec(await (await fetch(shop)).text());
  const scores = { shop: look(shop), product: look(haat.url + product) };
  writeFileSync(join(root, 'bench', 'lighthouse.json'), `${JSON.stringify(scores, null, 2)}\n`);
  for (const [page, of] of Object.entries(scores)) {
    process.stdout.write(
      `${page}: ${Object.entries(of)
        .map(([what, score]) => `${what} ${score}`)
        .join(', ')}\n`,
    );
  }
  process.stdout.write(`${JSON.stringify(scores)}\n`);
  if (Object.values(scores).some((of) => CATEGORIES.some((what) => of[what] < LEAST))) process.exitCode = 1;
} finally {
  await haat.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The four scores of a page, 0–100, and when its largest picture was there. */
function look(url) {
  const file = join(folder, 'out.json');
  execFileSync(
    'npx',
    [
      ...['--yes', LIGHTHOUSE, url, '--quiet', `--only-categories=${CATEGORIES.join()}`],
      ...['--output=json', `--output-path=${file}`, '--chrome-flags=--headless=new --no-sandbox'],
    ],
    { env: { ...process.env, CHROME_PATH: chrome }, cwd: folder, stdio: 'inherit' },
  );
  const { categories, audits } = JSON.parse(readFileSync(file, 'utf8'));
  const scores = CATEGORIES.map((what) => [what, Math.round(categories[what].score * 100)]);
  return { ...Object.fromEntries(scores), largestPaint: audits['largest-contentful-paint'].displayValue };
}

function pathOf(name) {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
