import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import type { Config } from '../../platform/config.js';
import { startEmbedded } from '../../platform/embedded/index.js';
import { readKept } from '../../platform/embedded/kept.js';
import { DataDirInUse } from '../../platform/embedded/lock.js';
import { mongodUri } from '../../platform/embedded/mongod.js';
import type { Logger } from '../../platform/logger.js';

export type Reached = { uri: string; close(): Promise<void> };

const nothing = async () => undefined;

/**
 * The database of this Haat: the one that was set, or the embedded one, which is started for as long as it is needed.
 * @param use to `read`, also from the one that a running Haat has started; or to have it `alone`
 * @throws Error in words when there is none to read, or when it cannot be had alone
 */
export async function reachDatabase(config: Config, logger: Logger, use: 'read' | 'alone'): Promise<Reached> {
  if (config.mongodbUri) return { uri: config.mongodbUri, close: nothing };
  const { dataDir, embedded } = config;
  if (use === 'read' && !existsSync(join(dataDir, 'mongod'))) {
    throw new Error(`There is no database under ${dataDir}. Set DATA_DIR or MONGODB_URI to where Haat runs.`);
  }
  try {
    const { path, cacheDir, mongodBinary } = embedded;
    const wanted = { mongo: true, redis: false, log: logger };
    const { mongodbUri = '', stop } = await startEmbedded({ dataDir, path, cacheDir, mongodBinary, ...wanted });
    return { uri: mongodbUri, close: stop };
  } catch (error) {
    if (!(error instanceof DataDirInUse) || use === 'alone') throw error;
    return { uri: await uriOfOwner(realpathSync(dataDir), error), close: nothing };
  }
}

/** The address of the database that the owner of the directory runs. */
async function uriOfOwner(dir: string, inUse: DataDirInUse): Promise<string> {
  const port = readKept(dir).mongod?.port;
  if (port !== undefined && (await servesFrom(port)) === join(dir, 'mongod')) return mongodUri(port);
  throw new Error(`${inUse.message} Its database does not answer.`, { cause: inUse });
}

/** The folder that the mongod on `port` keeps its files in; the port may be another's by now. */
async function servesFrom(port: number): Promise<unknown> {
  const uri = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5000 });
  try {
    const { parsed } = await client.db('admin').command({ getCmdLineOpts: 1 });
    return parsed?.storage?.dbPath;
  } catch {
    return undefined;
  } finally {
    await client.close();
  }
}
