import { flows } from '../../../bots/flows/index.js';
import type { Edge } from './walk.js';

const HEAD = `# Conversations

Drawn by the walker, which tries every answer of every step (\`npm run flows\` draws anew; a test fails when this page
is out of date). A rounded box is a step that asks; a box with double sides is one where no question is open, so that words
are commands there. An arrow names what was answered: a choice by its id, anything else by its kind.

Not drawn, since it is the same everywhere: \`cancel\` ends the conversation, \`help\`, a greeting, a stale button, an
answer after an hour and an unknown word bring the question up again, an alert's buttons work in the middle of it, and
every command opens its own conversation.
`;

/** The page of all conversations, each as a Mermaid flowchart. */
export const drawFlows = (edges: readonly Edge[]): string =>
  [HEAD, ...flows.map(({ id }) => drawFlow(id, edges))].join('\n');

const byName = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const nameOf = (node: string): string => node.replace(/[^A-Za-z0-9]/g, '_');

function drawFlow(id: string, edges: readonly Edge[]): string {
  const steps = flows.find((flow) => flow.id === id)?.steps ?? {};
  const own = edges.filter(({ flow, from, to, label }) => flow === id && !(from === to && label === 'back'));
  const arrows = new Map<string, Set<string>>();
  for (const { from, to, label } of own) {
    const arrow = `${from === 'idle' ? 'begin' : nameOf(from)} ${to === 'idle' ? 'done' : nameOf(to)}`;
    arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(label));
  }
  const nodes = new Set(own.flatMap(({ from, to }) => [from, to]));
  const boxes = [...nodes].sort(byName).map((node) => boxOf(node, id, steps));
  const lines = [...arrows]
    .sort(([one], [other]) => byName(one, other))
    .map(([arrow, labels]) => {
      const [from, to] = arrow.split(' ');
      return `  ${from} -->|"${[...labels].sort(byName).join('<br/>')}"| ${to}`;
    });
  return [`## ${id}`, '', '```mermaid', 'flowchart TD', '  begin((" "))', ...new Set(boxes), ...lines, '```', ''].join(
    '\n',
  );
}

function boxOf(node: string, flow: string, steps: Readonly<Record<string, { rest?: true }>>): string {
  if (node === 'idle') return '  done(((" ")))';
  const [owner, at = ''] = node.split('.');
  if (owner !== flow) return `  ${nameOf(node)}[/"${owner}: ${at}"/]`;
  return steps[at]?.rest ? `  ${nameOf(node)}[["${at}"]]` : `  ${nameOf(node)}("${at}")`;
}
