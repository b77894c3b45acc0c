import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type AnyFlow,
  type Base,
  type Flow,
  finish,
  goTo,
  handOver,
  type Step,
} from '../../../bots/conversation/flow.js';

const Turn = z.discriminatedUnion('at', [
  z.object({ at: z.literal('name') }),
  z.object({ at: z.literal('address'), name: z.string() }),
]);
type Turn = z.infer<typeof Turn>;
type Steps = Flow<Turn, Base>['steps'];

const name: Step<{ at: 'name' }, Turn, Base> = {
  ask: () => ({ text: '' }),
  accept: ({ text }) => goTo({ at: 'address', name: text ?? '' }),
};
const address: Step<{ at: 'address'; name: string }, Turn, Base> = {
  ask: async ({ name: kept }) => ({ text: kept }),
  accept: async ({ text }, here) => (text ? finish({ text }) : goTo(here)),
  back: () => ({ at: 'name' }),
};

describe('a flow', () => {
  it('that is whole is one the engine takes, whatever its turn', () => {
    const whole: Flow<Turn, Base> = { id: 'whole', schema: Turn, start: { at: 'name' }, steps: { name, address } };
    const any: AnyFlow<Base> = whole;
    expect(any.id).toBe('whole');
  });

  it('does not compile without one of its steps', () => {
    // @ts-expect-error the step `address` is missing
    const steps: Steps = { name };
    expect(steps).toBeDefined();
  });

  it('does not compile with a step that its turn does not know', () => {
    // @ts-expect-error there is no turn at `colour`
    const steps: Steps = { name, address, colour: name };
    expect(steps).toBeDefined();
  });

  it('does not compile where it leads to a step that is not there', () => {
    const steps: Steps = {
      // @ts-expect-error there is no step `nowhere`
      name: { ...name, accept: () => goTo({ at: 'nowhere' }) },
      // @ts-expect-error there is no step `nowhere`
      address: { ...address, back: () => ({ at: 'nowhere' }) },
    };
    expect(steps).toBeDefined();
  });

  it('does not compile where it leads to a step without what that step needs', () => {
    const steps: Steps = {
      // @ts-expect-error `address` needs the name
      name: { ...name, accept: async () => goTo({ at: 'address' }) },
      address,
    };
    expect(steps).toBeDefined();
  });

  it('does not compile with a start that is none', () => {
    // @ts-expect-error `address` needs the name
    const start: Flow<Turn, Base>['start'] = { at: 'address' };
    expect(start).toBeDefined();
  });
});

describe('where an answer leads', () => {
  it('is said with what is told on the way', () => {
    const say = { text: 'Done' };
    expect(goTo({ at: 'name' }, say)).toEqual({ to: { at: 'name' }, say: [say] });
    expect(finish(say, say)).toEqual({ done: true, say: [say, say] });
    expect(handOver('other')).toEqual({ flow: 'other', turn: undefined, say: [] });
    expect(handOver('other', { at: 'x' }, say)).toEqual({ flow: 'other', turn: { at: 'x' }, say: [say] });
  });
});
