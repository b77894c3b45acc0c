import { expect, it, vi } from 'vitest';
import { processesWith } from '../support/embedded.js';
import { testProcesses } from '../support/processes.js';

// each starts and stops both servers several times, which a busy machine makes long
vi.setConfig({ testTimeout: 60_000 });

const haat = testProcesses();

it('runs with nothing set, keeps its data directory to itself, and leaves no process behind', async () => {
  const product = await haat.start();
  await product.printed(`${product.url.replace('127.0.0.1', 'localhost')}/chat`);
  expect(processesWith(haat.dataDir).map(({ command }) => command.includes('mongod'))).toContain(true);

  const second = await haat.start().catch((error) => error.message);
  expect(second).toContain(`Data directory ${haat.dataDir} is in use by process ${product.pid}.`);

  expect(await product.stop()).toBe(0);
  expect(processesWith(haat.dataDir)).toEqual([]);
});
