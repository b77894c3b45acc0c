import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../../bots/flows/index.js';
import { packageRoot } from '../../../src/platform/package-root.js';
import { testServices } from '../../support/services.js';
import { makeCast } from '../../support/walker/cast.js';
import { drawFlows } from '../../support/walker/draw.js';
import { walk } from '../../support/walker/walk.js';
import { doorName } from '../../support/walker/watched-flows.js';

const services = testServices();
const MINUTES = 60_000;

type Walked = Awaited<ReturnType<typeof walk>>;
let buttons: Walked;
let numbers: Walked;

beforeAll(async () => {
  [buttons, numbers] = await Promise.all([
    walk(await makeCast(services), { channel: 'web-chat', replay: true }),
    walk(await makeCast(services), { channel: 'whatsapp-web', replay: false }),
  ]);
}, 5 * MINUTES);

/** What cannot be come to: a flow that asks nothing has a step all the same, and one language leaves nothing to choose. */
const isHidden = (node: string): boolean =>
  node.endsWith('.done') || (node === 'language.which' && services.texts.languages.length === 1);

describe('a walk through every conversation', () => {
  it('comes to every step', () => {
    const met = new Set(buttons.edges.flatMap(({ from, to }) => [from, to]));
    const missed = flows.flatMap(({ id, steps }) =>
      Object.keys(steps)
        .map((at) => `${id}.${at}`)
        .filter((node) => !met.has(node) && !isHidden(node)),
    );
    expect(missed).toEqual([]);
  });

  it('goes in by every door', () => {
    const doors = flows.flatMap(({ id, entries = [] }) => entries.map((entry) => `${id} ${doorName(entry)}`));
    expect(doors.filter((door) => !buttons.taken.has(door))).toEqual([]);
  });

  it('is as it is drawn in docs/flows.md', async () => {
    await expect(drawFlows(buttons.edges)).toMatchFileSnapshot(join(packageRoot, 'docs/flows.md'));
  });

  it('is the same on a channel of numbers', () => {
    const linesOf = ({ edges }: Walked) => edges.map(({ from, label, to }) => `${from} -- ${label} --> ${to}`).sort();
    expect(linesOf(numbers)).toEqual(linesOf(buttons));
  });
});
