import type { Entry } from '../../../bots/conversation/flow.js';
import { type Deps, flows } from '../../../bots/flows/index.js';

type Door = Omit<Entry<{ at: string }, Deps>, 'open'>;

/** What a way into a flow is called: `/cart`, `add:`, `s_…`, `a photo`. */
export function doorName({ command, choice, start, photo, file, text, word, quick, order }: Door): string {
  if (command) return `/${command}`;
  if (choice) return choice;
  if (start) return `${start}…`;
  if (photo) return 'a photo';
  if (file) return 'a file';
  if (order) return 'a cart';
  if (quick) return `${quick} …`;
  return text ? 'a text' : `${word} …`;
}

/** The flows as they are, with an eye on which entries are taken and which steps ask. */
export function watchFlows() {
  const taken = new Set<string>();
  let entered: string | undefined;
  let asked: string | undefined;
  const watched = flows.map((flow) => ({
    ...flow,
    steps: Object.fromEntries(
      Object.entries(flow.steps).map(([at, step]) => [
        at,
        {
          ...step,
          ask(...args: Parameters<typeof step.ask>) {
            asked = `${flow.id}.${at}`;
            return step.ask(...args);
          },
        },
      ]),
    ),
    entries: (flow.entries ?? []).map((entry) => ({
      ...entry,
      async open(...args: Parameters<typeof entry.open>) {
        const next = await entry.open(...args);
        if ('pass' in next) return next;
        entered = flow.id;
        taken.add(`${flow.id} ${doorName(entry)}`);
        return next;
      },
    })),
  }));

  return {
    flows: watched,
    /** Entries that did something, as `<flow> <door>`. */
    taken,
    forget(): void {
      entered = undefined;
      asked = undefined;
    },
    /** The flow whose entry took the last message. */
    entered: (): string | undefined => entered,
    /** The step that asked last, as `<flow>.<step>`. */
    asked: (): string | undefined => asked,
  };
}
