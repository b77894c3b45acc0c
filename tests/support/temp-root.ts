import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

const MEMORY = '/dev/shm';
/** Several databases at once, with their journals. */
const ENOUGH_BYTES = 4 * 1024 ** 3;

/** Where data of tests is kept: in memory where there is much of it, since databases wait for the disk at every write. */
export const tempRoot: string = hasRoom() ? MEMORY : tmpdir();

function hasRoom(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ENOUGH_BYTES;
  } catch {
    return false;
  }
}
