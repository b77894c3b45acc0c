import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../../bots/flows/index.js';
import { packageRoot } from '../../../src/platform/package-root.js';
import { testServices } from '../../support/services.js';
import { type Cast, makeCast } from '../../support/walker/cast.js';
import { drawFlows } from '../../support/walker/draw.js';
import { type Edge, explore, follow } from '../../support/walker/walk.js';
import { doorName } from '../../support/walker/watched-flows.js';

const services = testServices();
const MINUTES = 60_000;

let cast: Cast;
let walked: Awaited<ReturnType<typeof explore>>;

beforeAll(async () => {
  cast = await makeCast(services);
  walked = await explore(cast, 'web-chat');
}, 10 * MINUTES);

/** What cannot be come to: a flow that asks nothing has a step all the same, and one language leaves nothing to choose. */
const isHidden = (node: string): boolean =>
  node.endsWith('.done') || (node === 'language.which' && services.texts.languages.length === 1);

describe('a walk through every conversation', () => {
  it('comes to every step', () => {
    const met = new Set(walked.edges.flatMap(({ from, to }) => [from, to]));
    const missed = flows.flatMap(({ id, steps }) =>
      Object.keys(steps)
        .map((at) => `${id}.${at}`)
        .filter((node) => !met.has(node) && !isHidden(node)),
    );
    expect(missed).toEqual([]);
  });

  it('goes in by every door', () => {
    const doors = flows.flatMap(({ id, entries = [] }) => entries.map((entry) => `${id} ${doorName(entry)}`));
    expect(doors.filter((door) => !walked.taken.has(door))).toEqual([]);
  });

  it('is as it is drawn in docs/flows.md', async () => {
    await expect(drawFlows(walked.edges)).toMatchFileSnapshot(join(packageRoot, 'docs/flows.md'));
  });

  it(
    'is the same on a channel of numbers',
    async () => {
      const linesOf = (edges: readonly Edge[]) =>
        edges.map(({ from, label, to }) => `${from} -- ${label} --> ${to}`).sort();
      const numbered = await follow(walked.places, cast, 'whatsapp-web');
      expect(linesOf(numbered)).toEqual(linesOf(walked.edges.filter(({ isTap }) => isTap)));
    },
    10 * MINUTES,
  );
});
