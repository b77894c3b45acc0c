import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Binary = { path: string; version: string; from: string };

/** One place to look for a binary: its name for messages, and how to get the path there. */
export type Place = { name: string; find(): string | undefined | Promise<string | undefined> };

/** Why a version cannot be used; undefined when it can. */
export type Objection = (version: string) => string | undefined;

/**
 * The first binary among `places` that runs here and to whose version nothing is objected.
 * @throws with one line for each place and why it had nothing, then `remedy`
 */
export async function pickBinary(what: string, places: Place[], objection: Objection, remedy: string): Promise<Binary> {
  const notes: string[] = [];
  for (const { name, find } of places) {
    const tried = await tryPlace(find, objection).catch((error: unknown) => reasonOf(error));
    if (typeof tried !== 'string') return { ...tried, from: name };
    notes.push(`  - ${name}: ${tried}`);
  }
  throw new Error(`No ${what} was found. Looked at:\n${notes.join('\n')}\n${remedy}`);
}

/** @returns why it is of no use, else where it is and its version */
async function tryPlace(find: Place['find'], objection: Objection): Promise<string | Omit<Binary, 'from'>> {
  const path = await find();
  if (path === undefined) return 'none';
  const version = await versionOf(path);
  const objected = objection(version);
  return objected === undefined ? { path, version } : `${path} is version ${version}, ${objected}`;
}

export const majorOf = (version: string): number => Number.parseInt(version, 10);

/** @throws when the file does not run here: a missing library, another processor */
async function versionOf(path: string): Promise<string> {
  if (!existsSync(path)) throw new Error(`there is no ${path}`);
  const { stdout } = await run(path, ['--version'], { timeout: 10_000 });
  const version = /v=?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  if (version === undefined) throw new Error(`${path} does not tell its version`);
  return version;
}

/** The last line of what went wrong: pip and the dynamic linker say the cause there. */
function reasonOf(error: unknown): string {
  const printed = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const text = printed || (error instanceof Error ? error.message : String(error));
  return text.trim().split('\n').at(-1) ?? '';
}
