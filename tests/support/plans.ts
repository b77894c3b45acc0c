import type { Connection } from 'mongoose';

/** How MongoDB finds the documents of one query: its namespace and the stages of the winning plan. */
export type Plan = { collection: string; filter: unknown; stages: string[] };

type Profiled = { ns: string; command: Record<string, unknown>; keysExamined?: number; docsExamined?: number };
type Explained = { queryPlanner: { winningPlan: unknown } };

/**
 * Asks MongoDB to explain every query that `work` really makes (by its profiler), so that a test of an index speaks of
 * the queries of the program and not of copies of them. A `COLLSCAN` among the stages reads a whole collection.
 */
export async function plansOf(db: Connection, work: () => Promise<unknown>): Promise<Plan[]> {
  const { database, profiled } = await profile(db, work);
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

/** How many index keys and documents MongoDB looks at for all that `work` asks. */
export async function readBy(db: Connection, work: () => Promise<unknown>): Promise<{ keys: number; docs: number }> {
  const { profiled } = await profile(db, work);
  const sum = (counts: (number | undefined)[]): number => counts.reduce<number>((all, one = 0) => all + one, 0);
  return {
    keys: sum(profiled.map(({ keysExamined }) => keysExamined)),
    docs: sum(profiled.map(({ docsExamined }) => docsExamined)),
  };
}

async function profile(db: Connection, work: () => Promise<unknown>) {
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
  return { database, profiled };
}

function stagesOf(plan: unknown): string[] {
  if (!plan || typeof plan !== 'object') return [];
  const own = 'stage' in plan && typeof plan.stage === 'string' ? [plan.stage] : [];
  return [...own, ...Object.values(plan).flatMap(stagesOf)];
}
