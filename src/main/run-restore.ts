import { createLogger } from '../platform/logger.js';
import { BadArchive } from './keeping/archive.js';
import { inWords } from './keeping/in-words.js';
import { restore } from './keeping/restore.js';
import { summary } from './keeping/summary.js';
import { readConfig } from './read-config.js';

const USAGE = 'Say what from: npm run restore -- shop.haat [--replace]';

/** `npm run restore -- <file> [--replace]`: brings data and photos of an archive into this Haat. */
async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const [file, ...more] = asked.filter((word) => word !== '--replace');
  if (!file || more.length > 0 || file.startsWith('-')) throw new Error(USAGE);
  const replace = asked.includes('--replace');
  const end = await restore({ config: readConfig(), logger: createLogger('warn') }, file, { replace }).catch(
    (error: unknown) => {
      throw error instanceof BadArchive ? new Error(`${file} cannot be restored. ${error.message}`) : error;
    },
  );
  process.stdout.write(`Restored ${summary(end)}. Start Haat now.\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`The restore is not done. ${inWords(error)}\n`);
  process.exit(1);
});
