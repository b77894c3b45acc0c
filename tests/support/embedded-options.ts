import { loadConfig } from '../../src/platform/config.js';
import type { EmbeddedOptions } from '../../src/platform/embedded/index.js';

/** Both servers on the data of `dataDir`, with the binaries that the product would take here. */
export const embeddedOptions = (dataDir: string): EmbeddedOptions => ({
  ...loadConfig(process.env).embedded,
  dataDir,
  mongo: true,
  redis: true,
  log: { info: () => undefined, warn: () => undefined },
});
