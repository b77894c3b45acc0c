import { readFileSync } from 'node:fs';
import { z } from 'zod';

const LINES = 5;
const LINE_CHARACTERS = 300;

/** A line of mongod's log, of which only errors (E) and what it died of (F) are wanted. */
const Serious = z.object({
  s: z.enum(['E', 'F']),
  msg: z.string(),
  attr: z
    .object({ error: z.unknown(), message: z.union([z.string(), z.object({ msg: z.string() })]) })
    .partial()
    .default({}),
});

/** What a server's log file says about its end, indented: mongod's errors, or the last lines of any other log. */
export function complaints(file: string): string {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const serious = lines.flatMap(readSerious);
  return (serious.length > 0 ? serious : lines)
    .slice(-LINES)
    .map((line) => `  ${line.slice(0, LINE_CHARACTERS)}`)
    .join('\n');
}

function readSerious(line: string): string[] {
  try {
    const { msg, attr } = Serious.parse(JSON.parse(line));
    const detail = typeof attr.message === 'object' ? attr.message.msg : attr.message;
    return [
      [msg, attr.error, detail]
        .filter((part) => typeof part === 'string')
        .join(': ')
        .trim(),
    ];
  } catch {
    return []; // not mongod's, or not serious
  }
}
