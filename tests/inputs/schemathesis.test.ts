import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testProcesses } from '../support/processes.js';
import { noPython, pythonTag, pythonTool } from '../support/python-tool.js';
import { tempDir } from '../support/temp-dir.js';

const haat = testProcesses();
/**
 * How many random cases a call gets in each phase, beside those that follow from its schema, and the chance they take.
 * Not a time: a slow machine asks the same as a fast one. CI runs the short form, `npm run schemathesis` a long one.
 */
const CASES = process.env.SCHEMATHESIS_CASES ?? '10';
const WITHIN_MS = 300_000 + Number(CASES) * 20_000;
const SEED = process.env.SCHEMATHESIS_SEED ?? '20261128';

const own = (file: string): string => fileURLToPath(new URL(`./schemathesis/${file}`, import.meta.url));

/** A seller and a customer, each with a token that is good. */
async function aToken(api: string, path: string, mobile: string): Promise<string> {
  const signIn = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const answer = await fetch(`${api}${path}`, { ...signIn, body: JSON.stringify({ mobile, otp: '1234' }) });
  const { token } = (await answer.json()) as { token: string };
  return token;
}

/** @returns its exit code, and what it printed: how each failure is brought about again */
async function schemathesis(url: string): Promise<{ code: number; report: string }> {
  const packages = await pythonTool(own('requirements.txt'));
  const api = `${url}/api/v1`;
  const env = {
    ...process.env,
    PYTHONPATH: packages,
    PYTHONDONTWRITEBYTECODE: '1',
    SCHEMATHESIS_HOOKS: own('hooks.py'),
    HAAT_API: api,
    HAAT_SELLER: await aToken(api, '/accounts', '+919876500001'),
    HAAT_CUSTOMER: await aToken(api, '/customers/token', '+919876500002'),
    HAAT_SEED: SEED,
  };
  const how = ['--seed', SEED, '--max-examples', CASES, '--generation-database', 'none', '--no-color'];
  const args = ['-m', 'schemathesis.cli', '--config-file', own('schemathesis.toml'), 'run', `${url}/openapi.json`];
  return new Promise((done) => {
    const options = { env, cwd: tempDir(), maxBuffer: 64 * 1024 ** 2, timeout: WITHIN_MS };
    execFile('python3', [...args, ...how], options, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, report: `${stdout}${stderr}` });
    });
  });
}

const name = 'thousands of right and wrong calls, by Schemathesis';

describe.skipIf(!pythonTag)(pythonTag ? name : `${name} (${noPython})`, () => {
  it(
    'are answered as the document tells, never with a fault, and leave nothing broken behind',
    async () => {
      const { url, output } = await haat.start({ RATE_LIMITS: 'off', LOG_LEVEL: 'warn' });
      const { code, report } = await schemathesis(url);
      expect(code, report).toBe(0);
      const [, calls = '0'] = /(\d+) generated/.exec(report) ?? [];
      expect(Number(calls)).toBeGreaterThan(1000);
      expect(output()).not.toContain('"status":5');
      await haat.expectSound();
    },
    WITHIN_MS + 300_000,
  );
});
