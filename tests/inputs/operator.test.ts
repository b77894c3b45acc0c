import { describe, expect, it } from 'vitest';
import { testProcesses } from '../support/processes.js';

const haat = testProcesses();
const PASSWORD = 'the word of the operator';

describe("guessing the operator's password", () => {
  it('ends after ten tries, also when they are made at once, and then the right one is not told from a wrong one', async () => {
    const { url } = await haat.start({ ADMIN_PASSWORD: PASSWORD });
    const ask = async (password: string, place: string): Promise<number> => {
      const headers = { authorization: `Basic ${btoa(`admin:${password}`)}`, 'x-forwarded-for': place };
      return (await fetch(`${url}/admin`, { headers })).status;
    };
    const [guesser, operator] = ['198.51.100.7', '203.0.113.7'];
    const statuses = await Promise.all(Array.from({ length: 30 }, (_, n) => ask(`guess ${n}`, guesser)));
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect(await ask(PASSWORD, guesser)).toBe(429);
    for (let n = 0; n < 15; n++) expect(await ask(PASSWORD, operator)).toBe(200);
  });
});
