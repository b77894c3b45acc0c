import { beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../../bots/conversation/limits.js';
import { createTalk, type Talk } from '../../../support/talk.js';
import { tinyDeps, tinyFlows } from '../../../support/tiny-flows.js';

let talk: Talk;
beforeEach(async () => {
  talk = createTalk({ flows: tinyFlows, deps: tinyDeps, limits: LIMITS['whatsapp-web'] });
  for (const text of ['/newstore', 'Asha']) await talk.type(text);
});

describe('a numbered list', () => {
  it('shows eight rows and more at 9', () => {
    expect(talk.said()).toBe(
      [
        'What colour has Asha?\n',
        '*1* red',
        '*2* blue',
        '*3* green',
        '*4* white',
        '*5* black',
        '*6* pink',
        '*7* grey',
        '*8* gold',
        '*9* Show more',
      ].join('\n'),
    );
  });

  it('turns its pages, and the numbers mean the rows of the page', async () => {
    expect(await talk.type('9')).toBe('What colour has Asha?\n\n*1* brown\n*2* plum\n*0* Show previous');
    expect(await talk.type('0')).toContain('*8* gold');
    await talk.type('9');
    await talk.type('2');
    expect(await talk.type('4')).toContain('4 plum Asha?');
  });

  it.each(['२', '2.', '#2', '２', '٢', ' 2) '])('reads "%s" as 2', async (typed) => {
    await talk.type(typed);
    expect(await talk.type('5')).toContain('5 blue Asha?');
  });

  it('does not take a number that was not shown', async () => {
    expect(await talk.type('9')).toContain('plum');
    expect(await talk.type('3')).toMatch(/^I didn't understand/);
    expect(talk.said()).toContain('*1* red');
  });

  it('goes back at 0 where it is the first page', async () => {
    await talk.type('1');
    expect(await talk.type('back')).toContain('*1* red');
  });

  it('takes one number at a time where one is asked', async () => {
    expect(await talk.type('1, 2')).toMatch(/^One number at a time, please, like 2\./);
    expect(await talk.type('1x2')).toMatch(/^One number at a time/);
  });

  it('takes several where several make sense', async () => {
    await talk.type('shop asha');
    expect(talk.said()).toBe('Shelf of asha\n\n*1* Add a\n*2* Add b\n*3* Add c');
    expect(await talk.type('1x2, 3')).toMatch(/^add:a x2 and add:c x1\n\nShelf/);
    expect(await talk.type('2')).toMatch(/^took add:b/);
    expect(await talk.type('1x2, 4')).toMatch(/^I didn't understand/);
  });
});

describe('a label that is typed', () => {
  it('chooses what it is read on', async () => {
    await talk.type('  GOLD ');
    expect(await talk.type('5')).toContain('5 gold Asha?');
    expect(await talk.type('Yeah')).toContain('Asha is there.');
  });
});
