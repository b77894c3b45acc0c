import { createLogger } from '../platform/logger.js';
import { examine, lineOf } from './doctor/examine.js';
import { openData } from './open-data.js';
import { readConfig } from './read-config.js';

/** Reads a database, live or not, and names each thing in it that must never be so. Ends with 1 when there is any. */
async function main(): Promise<void> {
  const data = await openData(readConfig(), createLogger('warn'));
  const findings = await examine(data.db, data.media).finally(data.close);
  for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`);
  process.stdout.write(findings.length === 0 ? 'All is sound.\n' : `Broken: ${findings.length}.\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`The doctor cannot look. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
