import { randomUUID } from 'node:crypto';
import type { Config } from '../platform/config.js';
import { startEmbedded } from '../platform/embedded/index.js';
import type { Logger } from '../platform/logger.js';
import { listen } from './listen.js';

export type Program = {
  publicUrl: string;
  /** Where embedded servers came from, for the operator. */
  from: string[];
  /** Ends everything in order: no new work, work under way, connections, embedded servers. */
  stop(): Promise<void>;
};

/** Whoever has the embedded database is alone with it: what was held when it was killed is held by it again. */
const OWNER = 'the owner of the data directory';

/**
 * Starts the roles of `config`. What was started is stopped again when something cannot be.
 * @throws Error whose message tells the operator what to do
 */
export async function start(config: Config, logger: Logger): Promise<Program> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) {
      await end().catch((error: unknown) => logger.warn({ err: error }, 'a part did not stop well'));
    }
  };
  try {
    const port = await listen(config.host, config.port);
    stops.push(() => port.close());
    const publicUrl = config.publicUrl ?? `http://localhost:${port.port}`;

    // the databases start while the program is still being loaded
    const loading = import('./run-roles.js');
    loading.catch(() => undefined);
    const { dataDir, embedded, mongodbUri, redisUrl } = config;
    const servers = await startEmbedded({
      dataDir,
      cacheDir: embedded.cacheDir,
      mongo: !mongodbUri,
      redis: !redisUrl,
      mongodBinary: embedded.mongodBinary,
      redisBinary: embedded.redisBinary,
      path: embedded.path,
      log: logger,
    });
    stops.unshift(() => servers.stop());
    const { runRoles } = await loading;
    const roles = await runRoles({
      config,
      logger,
      publicUrl,
      mongodbUri: mongodbUri ?? servers.mongodbUri ?? '',
      redisUrl: redisUrl ?? servers.redisUrl ?? '',
      // the log tells of processes by the same number
      by: mongodbUri ? `${process.pid}.${randomUUID()}` : OWNER,
    });
    // streams that stay open end first, then the port, then the work, then the databases
    stops.splice(1, 0, () => roles.stop());
    stops.push(() => roles.quiet());
    port.answerWith(roles.listener, roles.app);
    return { publicUrl, from: Object.entries(servers.from).map(([name, from]) => `${name} from ${from}`), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
