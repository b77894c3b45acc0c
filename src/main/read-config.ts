import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../platform/config.js';
import { packageRoot } from '../platform/package-root.js';

const ENV_FILE = join(packageRoot, '.env');

/** What the environment says, and `.env` beside package.json where the environment says nothing. */
export function readConfig(): Config {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  return loadConfig(process.env);
}
