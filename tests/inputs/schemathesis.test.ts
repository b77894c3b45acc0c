import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testProcesses } from '../support/processes.js';
import { noPython, pythonTag, pythonTool } from '../support/python-tool.js';
import { tempDir } from '../support/temp-dir.js';

const haat = testProcesses();
/** How long it asks, and the chance it takes; CI runs the short form, `npm run schemathesis` as long as it is told. */
const SECONDS = Number(process.env.SCHEMATHESIS_SECONDS ?? 75);
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
  const how = ['--seed', SEED, '--max-time', String(SECONDS), '--generation-database', 'none', '--no-color'];
  const args = ['-m', 'schemathesis.cli', '--config-file', own('schemathesis.toml'), 'run', `${url}/openapi.json`];
  return new Promise((done) => {
    const options = { env, cwd: tempDir(), maxBuffer: 64 * 1024 ** 2, timeout: SECONDS * 1000 + 120_000 };
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
    SECONDS * 1000 + 400_000,
  );
});
