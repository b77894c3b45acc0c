import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Env, inherited } from './env.js';

const WITHIN_MS = 90_000;

/** Runs a built program of the operator (`npm run build`) to its end. @returns its exit code and all that it printed */
export function runProgram(
  name: 'backup' | 'restore',
  args: readonly string[],
  env: Env,
): Promise<{ code: number | string; said: string }> {
  const program = fileURLToPath(new URL(`../../dist/src/main/run-${name}.js`, import.meta.url));
  return new Promise((ended) => {
    const options = { env: { ...inherited(), ...env }, timeout: WITHIN_MS };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) =>
      ended({ code: error ? (error.code ?? error.signal ?? 1) : 0, said: stdout + stderr }),
    );
  });
}
