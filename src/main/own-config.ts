import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, loadConfig } from '../platform/config.js';
import { packageRoot } from '../platform/package-root.js';

const ENV_FILE = join(packageRoot, '.env');

/** The configuration of this installation: the environment, and what `.env` adds to it. @throws Error in words */
export function ownConfig(): Config {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE);
  return loadConfig(process.env);
}
