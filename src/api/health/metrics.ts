import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { routeOf } from '../edge/log-requests.js';

export type Metrics = ReturnType<typeof createMetrics>;

/** What Prometheus is told of this process; parts of the program may add their own to `registry`. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by route template.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });

  /** Before everything else: measures each answer. */
  const observe: RequestHandler = (req, res, next) => {
    const end = duration.startTimer({ method: req.method });
    res.on('close', () => end({ route: routeOf(res), status: res.writableFinished ? res.statusCode : 499 }));
    next();
  };

  /** Counts an answer that was given ahead of `observe`. */
  const answered = (route: string, status: number, seconds: number): void =>
    duration.observe({ method: 'GET', route, status }, seconds);

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

  return { registry, observe, answered, watchChannels };
}
