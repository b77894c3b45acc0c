import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Binary = { path: string; version: string; from: string };

/** One place to look for a binary: its name for messages, and how to get the path there. */
export type Place = { name: string; find(): string | undefined | Promise<string | undefined> };

/**
 * The first binary among `places` that runs here and is at least of the major version `atLeast`.
 * @throws with one line for each place and why it had nothing, then `remedy`
 */
export async function pickBinary(what: string, atLeast: number, places: Place[], remedy: string): Promise<Binary> {
  const notes: string[] = [];
  for (const { name, find } of places) {
    try {
      const path = await find();
      if (path === undefined) {
        notes.push(`${name}: none`);
        continue;
      }
      const version = await versionOf(path);
      if (majorOf(version) >= atLeast) return { path, version, from: name };
      notes.push(`${name}: ${path} is version ${version}, ${atLeast} or newer is needed`);
    } catch (error) {
      notes.push(`${name}: ${reasonOf(error)}`);
    }
  }
  throw new Error(`No ${what} was found. Looked at:\n${notes.map((note) => `  - ${note}`).join('\n')}\n${remedy}`);
}

export const majorOf = (version: string): number => Number.parseInt(version, 10);

/** @throws when the file does not run here: a missing library, another processor */
export async function versionOf(path: string): Promise<string> {
  const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
  const version = /v=?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${path} does not tell its version`);
  return version;
}

/** The last line of what went wrong: pip and the dynamic linker say the cause there. */
function reasonOf(error: unknown): string {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const text = stderr || (error instanceof Error ? error.message : String(error));
  return text.trim().split('\n').at(-1) ?? '';
}
