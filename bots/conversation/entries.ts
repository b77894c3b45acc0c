import { type AlertWord, type Command, choiceOfCommand, commandOfChoice, type QuickWord } from './commands.js';
import type { AnyFlow, Entry } from './flow.js';

/** A way into a flow, and what is left of the choice or payload behind its prefix. */
export type Door<Deps> = { flow: AnyFlow<Deps>; entry: Entry<{ at: string }, Deps>; arg: string };

/**
 * The entries that something opens, in the order of the flows. A command opens what its choice opens and the other way
 * round (`addproduct`, `add-product`), so that an entry needs to name one of them.
 */
export function openedBy<Deps>(flows: readonly AnyFlow<Deps>[], by: keyof Doors, value = ''): Door<Deps>[] {
  return flows.flatMap((flow) =>
    (flow.entries ?? []).flatMap((entry) => {
      const arg = behind(entry, by, value);
      return arg === undefined ? [] : [{ flow, entry, arg }];
    }),
  );
}

type Doors = {
  command?: Command;
  choice?: string;
  start?: string;
  photo?: true;
  file?: true;
  text?: true;
  order?: true;
  word?: AlertWord;
  quick?: QuickWord;
};

/** What is left of `value` behind this entry's door, undefined where it does not open. */
function behind(entry: Doors, by: keyof Doors, value: string): string | undefined {
  switch (by) {
    case 'photo':
    case 'file':
    case 'text':
    case 'order':
      return entry[by] ? '' : undefined;
    case 'word':
    case 'quick':
      return entry[by] === value ? '' : undefined;
    case 'start':
      return entry.start && value.startsWith(entry.start) ? value.slice(entry.start.length) : undefined;
    case 'command':
      return entry.command === value || (entry.choice && commandOfChoice(entry.choice) === value) ? '' : undefined;
    case 'choice':
      if (entry.choice?.endsWith(':')) {
        return value.startsWith(entry.choice) ? value.slice(entry.choice.length) : undefined;
      }
      return entry.choice === value || (entry.command && choiceOfCommand(entry.command) === value) ? '' : undefined;
  }
}
