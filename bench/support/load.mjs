import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { CONNECTIONS, SECONDS } from './numbers.mjs';
import { processorSeconds } from './processor.mjs';

/**
 * Asks as fast as answers come, and sees that each answer is one that should come.
 * @param pid of the server, to tell what each second of its processor did
 * @param next makes the next request, `{ method, path, headers, body }`; without it always the same is asked
 * @param answered is given the status and the text of each answer to a request that `next` made
 * @returns a second, ms in the middle and for all but one of a hundred, and how many
 */
export async function load({ url, pid, headers, next, answered, status = 200, ...limits }) {
  const { seconds = SECONDS, connections = CONNECTIONS, amount, perSecond: overallRate } = limits;
  const histogram = createHistogram();
  const others = new Map();
  const cpuBefore = processorSeconds(pid);
  const begun = performance.now();
  const result = await autocannon({
    ...{ url, connections, headers, timeout: 30 },
    ...(amount ? { amount } : { duration: seconds }),
    ...(overallRate && { overallRate, ignoreCoordinatedOmission: true }),
    ...(next && { requests: [{ setupRequest: (request) => ({ ...request, ...next() }), onResponse: answered }] }),
    setupClient(client) {
      // autocannon makes text of all that comes, which of packed bytes takes ten times as long as the server needs
      if (!answered) client.pipelinedRequests.addBody = () => undefined;
      client.on('response', (code, _bytes, ms) => {
        if (code === status) histogram.record(Math.max(1, Math.round(ms * 1000)));
        else others.set(code, (others.get(code) ?? 0) + 1);
      });
    },
  });
  const took = (performance.now() - begun) / 1000;
  const cpu = processorSeconds(pid) - cpuBefore;
  if (result.errors > 0 || others.size > 0 || histogram.count === 0) {
    throw new Error(`${url}: ${result.errors} without an answer, others ${JSON.stringify([...others])}`);
  }
  return {
    count: histogram.count,
    perSecond: histogram.count / took,
    perCpuSecond: histogram.count / cpu,
    coreShare: cpu / took,
    ...{ p50Ms: histogram.percentile(50) / 1000, p99Ms: histogram.percentile(99) / 1000 },
  };
}
