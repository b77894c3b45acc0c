import { setFlagsFromString } from 'node:v8';
import { readConfig } from './main/read-config.js';
import { readyLines } from './main/ready-lines.js';
import { start } from './main/start.js';
import { createLogger } from './platform/logger.js';

/** How long a stop may take before what still hangs is cut. */
const STOP_MS = 20_000;

// How much more than what is alive the heap may take, in percent, before all of it is looked through. The usual is about
// a third, which two uploaded photos use up: 100 ms of everybody's time for every other photo. It costs up to 100 MB.
setFlagsFromString('--heap-growing-percent=200');

/** Reads the configuration, starts the roles, and stops them on Ctrl-C and SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const stopping = new AbortController();
  let program: Awaited<ReturnType<typeof start>> | undefined;

  const stop = async (): Promise<void> => {
    // a second Ctrl-C finds a stop that is under way already
    if (stopping.signal.aborted) return;
    stopping.abort();
    setTimeout(() => process.exit(1), STOP_MS).unref();
    await program?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'a fault that nobody waited for'));

  program = await start(config, logger);
  if (stopping.signal.aborted) return program.stop();
  process.stdout.write(`${readyLines(program, config)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`Haat cannot start. ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
