import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { processesWith } from '../support/embedded.js';

const Server = z.object({ pid: z.int(), port: z.int() });
const Kept = z.object({ mongod: Server.optional(), redis: Server.optional() });
export type ServerName = keyof z.infer<typeof Kept>;

/** The servers that a product started last on its data directory. */
export function serversIn(dataDir: string): z.infer<typeof Kept> {
  try {
    return Kept.parse(JSON.parse(readFileSync(join(dataDir, 'embedded.json'), 'utf8')));
  } catch {
    return {}; // none was ever started
  }
}

/** Sends a signal to a server that the product started on its data directory, and to no other process. */
export function signalServer(dataDir: string, name: ServerName, signal: NodeJS.Signals): void {
  const server = serversIn(dataDir)[name];
  if (!server) return;
  // Redis shows its address as its title, mongod its arguments; what ended may have left its number to another
  const shown = name === 'mongod' ? join(dataDir, 'mongod') : `127.0.0.1:${server.port}`;
  if (processesWith(shown).some(({ pid }) => pid === server.pid)) process.kill(server.pid, signal);
}
