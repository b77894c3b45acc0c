import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom. An area not named here may import nothing of ours but itself; `src/main` wires everything.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'src/platform': [],
  'src/contacts': ['src/platform'],
  'src/accounts': ['src/platform', 'src/contacts'],
  'src/stores': ['src/platform', 'src/accounts'],
  'src/catalog': ['src/platform', 'src/stores'],
  'src/carts': ['src/platform', 'src/catalog', 'src/stores'],
  'src/orders': ['src/platform', 'src/contacts', 'src/carts', 'src/catalog', 'src/stores'],
  'src/talks': ['src/platform', 'src/contacts', 'src/stores', 'src/catalog'],
  'src/reports': ['src/platform', 'src/contacts', 'src/stores', 'src/orders'],
  'src/bulk': ['src/platform', 'src/contacts', 'src/stores', 'src/catalog', 'src/orders'],
  'src/api': [
    ...['src/platform', 'src/contacts', 'src/accounts', 'src/stores', 'src/catalog', 'src/carts', 'src/orders'],
    ...['src/talks', 'src/reports', 'src/bulk'],
  ],
  'src/admin': ['src/platform', 'src/orders'],
  'src/storefront': [
    ...['src/platform', 'src/contacts', 'src/accounts', 'src/stores', 'src/catalog', 'src/carts', 'src/orders'],
  ],
  'bots/conversation': ['src/platform', 'src/contacts'],
  'bots/flows': [
    'bots/conversation',
    ...['src/platform', 'src/contacts', 'src/accounts', 'src/stores', 'src/catalog', 'src/carts', 'src/orders'],
    ...['src/talks', 'src/reports', 'src/bulk'],
  ],
  'bots/telegram': ['bots/conversation', 'src/platform', 'src/contacts'],
  'bots/whatsapp-web': ['bots/conversation', 'src/platform', 'src/contacts'],
  'bots/whatsapp-cloud': ['bots/conversation', 'src/platform', 'src/contacts'],
  'bots/web-chat': ['bots/conversation', 'src/platform', 'src/contacts'],
  'jobs/queue': ['src/platform'],
  'jobs/order-alerts': ['jobs/queue', 'src/platform', 'src/contacts', 'src/orders'],
  'jobs/reminders': ['jobs/queue', 'src/platform', 'src/orders'],
  'jobs/digest': ['jobs/queue', 'src/platform', 'src/reports'],
  'jobs/import-products': ['jobs/queue', 'src/platform', 'src/bulk'],
  'jobs/write-export': ['jobs/queue', 'src/platform', 'src/bulk'],
  'jobs/clean-media': ['jobs/queue', 'src/platform'],
};

const root = join(import.meta.dirname, '..');
const sources = ['src', 'bots', 'jobs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file)),
);
const areaOf = (file: string): string =>
  file
    .split('/')
    .slice(0, 2)
    .join('/')
    .replace(/\.tsx?$/, '');
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) =>
    relative(root, join(root, dirname(file), path)),
  );

describe('the layout', () => {
  it('has no import against the arrows', () => {
    const wrong = sources.flatMap((file) => {
      const area = areaOf(file);
      if (area === 'src/main') return [];
      const allowed = [area, ...(MAY_IMPORT[area] ?? [])];
      return importsOf(file)
        .filter((imported) => !allowed.includes(areaOf(imported)))
        .map((imported) => `${file} must not import ${imported}`);
    });
    expect(wrong).toEqual([]);
  });

  it('knows every area', () => {
    const unknown = [...new Set(sources.map(areaOf))].filter((area) => area !== 'src/main' && !(area in MAY_IMPORT));
    expect(unknown).toEqual([]);
  });

  it('reads the environment in one place, and the time in one place', () => {
    const wrong = sources.filter((file) => {
      if (file.startsWith('src/platform/') || file.startsWith('src/main')) return false;
      return /process\.env|new Date\(\)|Date\.now\(\)|console\.(log|warn|error)/.test(
        readFileSync(join(root, file), 'utf8'),
      );
    });
    expect(wrong).toEqual([]);
  });

  it('loads the library of charts only where one is drawn: it takes a third of a second and 35 MB', () => {
    const wrong = sources.filter((file) => /from 'echarts/.test(readFileSync(join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });

  it('keeps every file short enough to be read at once', () => {
    const long = sources.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251);
    expect(long).toEqual([]);
  });
});
