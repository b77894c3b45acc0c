import { describe, expect, it } from 'vitest';
import { createTakeFrom } from '../../../bots/conversation/take-from.js';
import type { Contact } from '../../../src/contacts/index.js';

const contact = (id: string) => ({ _id: id }) as Contact;
const met = (id: string) => Promise.resolve(contact(id));
const nobodyYet = new Promise<Contact>(() => undefined);

describe('what somebody says', () => {
  it('waits for who they are the first time, and no more after that', async () => {
    const takeFrom = createTakeFrom();
    const taken: string[] = [];
    const take = async (id: string) => void taken.push(id);
    void takeFrom('asha', nobodyYet, take);
    await takeFrom('asha', met('c-1'), take);
    expect(taken).toEqual(['c-1']);
    void takeFrom('asha', nobodyYet, take);
    expect(taken).toEqual(['c-1', 'c-1']);
    void takeFrom('ravi', nobodyYet, take);
    expect(taken).toHaveLength(2);
  });

  it('is taken for whom they were met as last', async () => {
    const takeFrom = createTakeFrom();
    const taken: string[] = [];
    const take = async (id: string) => void taken.push(id);
    for (const id of ['c-1', 'c-2', 'c-2']) await takeFrom('asha', met(id), take);
    expect(taken).toEqual(['c-1', 'c-1', 'c-2']);
  });

  it('fails where taking it fails, or where nobody can be asked who they are', async () => {
    const takeFrom = createTakeFrom();
    const fault = new Error('away');
    await expect(takeFrom('asha', met('c-1'), () => Promise.reject(fault))).rejects.toBe(fault);
    await expect(takeFrom('asha', Promise.reject(fault), async () => undefined)).rejects.toBe(fault);
  });
});
