import type { Connection } from 'mongoose';

/** How MongoDB finds the documents of one query: its namespace and the stages of the winning plan. */
export type Plan = { collection: string; filter: unknown; stages: string[] };

type Profiled = { ns: string; command: Record<string, unknown> };
type Explained = { queryPlanner: { winningPlan: unknown } };

/**
 * Asks MongoDB to explain every query that `work` really makes (by its profiler), so that a test of an index speaks of
 * the queries of the program and not of copies of them. A `COLLSCAN` among the stages reads a whole collection.
 */
export async function plansOf(db: Connection, work: () => Promise<unknown>): Promise<Plan[]> {
  const database = db.db;
  if (!database) throw new Error('the connection is not open');
  await database.command({ profile: 2 });
  await work();
  await database.command({ profile: 0 });
  const profiled = await database
    .collection<Profiled>('system.profile')
    .find({ 'command.explain': { $exists: false }, ns: { $not: /system\./ } })
    .toArray();
  await database.collection('system.profile').drop();
  return Promise.all(
    profiled.flatMap(({ ns, command }) => {
      const collection = ns.slice(ns.indexOf('.') + 1);
      const filter = command.filter ?? command.query ?? command.q;
      if (!filter) return [];
      const find = { find: collection, filter, ...(command.sort ? { sort: command.sort } : {}) };
      return [
        database.command({ explain: find, verbosity: 'queryPlanner' }).then((plan) => ({
          collection,
          filter,
          stages: stagesOf((plan as Explained).queryPlanner.winningPlan),
        })),
      ];
    }),
  );
}

function stagesOf(plan: unknown): string[] {
  if (!plan || typeof plan !== 'object') return [];
  const own = 'stage' in plan && typeof plan.stage === 'string' ? [plan.stage] : [];
  return [...own, ...Object.values(plan).flatMap(stagesOf)];
}
