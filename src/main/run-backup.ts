import { systemClock } from '../platform/clock.js';
import { createLogger } from '../platform/logger.js';
import { backUp } from './keeping/backup.js';
import { inWords } from './keeping/in-words.js';
import { summary } from './keeping/summary.js';
import { readConfig } from './read-config.js';

/** `npm run backup -- <file>`: keeps data and photos of this Haat in one archive. */
async function main(): Promise<void> {
  const [file, ...more] = process.argv.slice(2);
  if (!file || more.length > 0 || file.startsWith('-')) throw new Error('Say where to: npm run backup -- shop.haat');
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort());
  const deps = { config: readConfig(), logger: createLogger('warn'), clock: systemClock };
  const end = await backUp(deps, file, stopping.signal);
  process.stdout.write(`${file} has ${summary(end)}.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`Nothing was backed up. ${inWords(error)}\n`);
  process.exit(1);
});
