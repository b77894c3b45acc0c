import { createHash } from 'node:crypto';

/** The sum over the members of an archive in their order: another order, name, size or content gives another. */
export function createRunningSum() {
  const hash = createHash('sha256');
  return {
    begin: (name: string, bytes: number): void => void hash.update(`${name}\n${bytes}\n`),
    add: (chunk: Uint8Array): void => void hash.update(chunk),
    end: (): string => hash.copy().digest('hex'),
  };
}
