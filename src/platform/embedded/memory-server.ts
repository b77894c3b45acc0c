import type { Log } from './log.js';
import { majorOf } from './pick-binary.js';

const PROBE_MS = 4_000;

/**
 * The mongod that mongodb-memory-server has downloaded before, else its download. Its settings (`MONGOMS_…`) hold.
 * The package is loaded only here, since a start that finds a binary elsewhere has no use for it.
 * @param major the only major version that is of use; any when undefined
 * @throws when it would get another one, the download is switched off, or its host does not answer within 4 s
 */
export async function fromMemoryServer(log: Log, major?: number): Promise<string> {
  const { DryMongoBinary, MongoBinary } = await import('mongodb-memory-server-core');
  const { MongoBinaryDownloadUrl } = await import('mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl.js');
  const { ResolveConfigVariables, envToBool, resolveConfig, setDefaultValue } = await import(
    'mongodb-memory-server-core/lib/util/resolveConfig.js'
  );
  const options = await DryMongoBinary.generateOptions();
  if (major !== undefined && majorOf(options.version) !== major) throw new Error(`it has ${options.version}`);
  const cached = await DryMongoBinary.locateBinary(options);
  if (cached !== undefined) return cached;
  if (!envToBool(resolveConfig(ResolveConfigVariables.RUNTIME_DOWNLOAD))) throw new Error('its download is off');
  const { platform, arch } = process;
  const url = await new MongoBinaryDownloadUrl({ ...options, platform, arch }).getDownloadUrl();
  // Its own download tries for minutes when the host cannot be reached.
  await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) }).catch((cause) => {
    throw new Error(`${new URL(url).host} cannot be reached`, { cause });
  });
  setDefaultValue(ResolveConfigVariables.MAX_RETRIES, '1');
  log.info({ url }, 'MongoDB is downloaded, once for all starts');
  return MongoBinary.getPath();
}
