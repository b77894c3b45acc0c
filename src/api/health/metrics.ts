import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * How often the lag of the event loop is looked at, which is part of each lag that is told. The usual 10 ms would wake an
 * idle process a hundred times a second, for nearly all that it does then.
 */
const LAG_LOOK_MS = 100;

export type Metrics = ReturnType<typeof createMetrics>;

/** What Prometheus is told of this process; parts of the program may add their own to `registry`. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LAG_LOOK_MS });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route template.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });

  /** Counts an answer, by the template of its path; it took so many seconds. */
  const answered = (method: string, route: string, status: number, seconds: number): void =>
    duration.observe({ method, route, status }, seconds);

  /** Whether each channel that this process owns is open, asked whenever somebody looks. */
  function watchChannels(channels: () => Readonly<Record<string, string>>): void {
    new Gauge({
      name: 'haat_channel_up',
      help: 'Whether a messenger that this process owns is open.',
      labelNames: ['channel'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [channel, state] of Object.entries(channels())) this.set({ channel }, state === 'up' ? 1 : 0);
      },
    });
  }

  return { registry, answered, watchChannels };
}
