import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/security.md'), 'utf8');

const rows = text
  .split('\n')
  .filter((line) => /^\| (?!threat|---)/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
const filesIn = (cell = ''): string[] => [...cell.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path);

describe('the page of threats', () => {
  it.each(rows)('tells of %s', (...row) => {
    expect(row).toHaveLength(3);
    const [, stops, tests] = row;
    expect(filesIn(stops)).not.toEqual([]);
    expect(filesIn(tests)).not.toEqual([]);
    const missing = [...filesIn(stops), ...filesIn(tests)].filter((path) => !existsSync(resolve(root, 'docs', path)));
    expect(missing).toEqual([]);
    for (const path of filesIn(tests)) expect(readFileSync(resolve(root, 'docs', path), 'utf8')).toMatch(/\bit[.(]/);
  });

  it('is found from the README', () => {
    expect(rows.length).toBeGreaterThan(20);
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain('(docs/security.md)');
  });
});
