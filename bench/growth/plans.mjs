import { inDatabase } from '../support/many-products.mjs';
import { holds } from '../support/pairs.mjs';

const ACTS = 40;
/** Documents that one read may look at beyond those that it gives: a page, and the lines of a cart. */
const MOST_FOR_NOTHING = 100;

/**
 * How the database found what each act needed, as its profiler saw the very queries of the program: no collection is
 * read whole, and no more is looked at than is given.
 */
export const plansOf = (server, acts) =>
  inDatabase(server.at.MONGODB_URI, async (db) => {
    const rows = [];
    for (const [name, act] of Object.entries(acts)) {
      await db.command({ profile: 2 });
      await act(name === 'chat turn' ? { seconds: 1 } : { amount: ACTS });
      await db.command({ profile: 0 });
      const own = { ns: { $not: /system|\.admin/ }, op: { $in: ['query', 'command', 'update', 'remove', 'getmore'] } };
      const seen = await db
        .collection('system.profile')
        .find({ ...own, planSummary: { $exists: true } })
        .toArray();
      await db.collection('system.profile').drop();
      const whole = seen.filter(({ planSummary }) => planSummary.includes('COLLSCAN'));
      const forNothing = ({ docsExamined = 0, nreturned = 0 }) => docsExamined - nreturned;
      const worst = seen.toSorted((one, other) => forNothing(other) - forNothing(one))[0];
      rows.push({
        ...holds({
          ...{ name: 'plans', what: `indexes used, ${name}` },
          saw: `${seen.length} queries, ${whole.length} whole collections, ${worst ? forNothing(worst) : 0} looked at for nothing`,
          so: whole.length === 0 && (!worst || forNothing(worst) <= MOST_FOR_NOTHING),
        }),
        plans: [...new Set(seen.map(({ ns, planSummary }) => `${ns.split('.').pop()}: ${planSummary}`))].sort(),
        whole: whole.slice(0, 3).map(({ ns, command }) => ({ ns, command: JSON.stringify(command).slice(0, 300) })),
      });
    }
    return rows;
  });
