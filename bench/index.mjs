/**
 * `npm run bench` measures what Haat does beside the least program that could do it, and prints one table; the same is
 * in `bench/results.json`. `npm run bench -- catalog order` measures these rows only. BENCH_PAIRS and BENCH_SECONDS
 * make it shorter.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root, stayOn } from './a-haat.mjs';
import { ROWS } from './rows/index.mjs';
import { PAIRS, SECONDS } from './support/numbers.mjs';
import { unmeasured } from './support/pairs.mjs';
import { tableOf } from './support/table.mjs';
import { openWorld } from './support/world.mjs';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in ROWS));
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}. There are: ${Object.keys(ROWS).join(', ')}\n`);
  process.exit(1);
}

// databases, which are started from here, stay on this core too
stayOn(1);
const world = await openWorld();
const rows = [];
try {
  for (const name of asked.length > 0 ? asked : Object.keys(ROWS)) {
    process.stderr.write(`${name} …\n`);
    try {
      rows.push(...(await ROWS[name](world)));
    } catch (error) {
      rows.push(unmeasured(name, error));
    }
  }
} finally {
  await world.close();
}
const machine = { node: process.version, processor: cpus()[0]?.model, cores: cpus().length };
writeFileSync(
  join(root, 'bench', 'results.json'),
  `${JSON.stringify({ at: new Date().toISOString(), machine, pairs: PAIRS, seconds: SECONDS, rows }, null, 2)}\n`,
);
process.stdout.write(`${tableOf(rows)}\n`);
// a row that could not be measured may have left something listening
process.exit(rows.some(({ reached }) => reached === false) ? 1 : 0);
