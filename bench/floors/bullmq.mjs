/** How soon a job that is put into BullMQ is at work in the same process. Told for so many jobs as each line asks for. */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const PAUSE_MS = 20;
const connect = () => new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: null });
const queue = new Queue('floor', { connection: connect() });
let atWork = () => undefined;
const worker = new Worker('floor', async () => atWork(), { connection: connect(), removeOnComplete: { count: 0 } });
await worker.waitUntilReady();
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const took = [];
  for (let i = 0; i < Number(line); i++) {
    const begun = performance.now();
    const processed = new Promise((resolve) => (atWork = resolve));
    await queue.add('tell', { orderId: String(i) });
    await processed;
    took.push(performance.now() - begun);
    await sleep(PAUSE_MS);
  }
  process.stdout.write(`${JSON.stringify(took)}\n`);
}
