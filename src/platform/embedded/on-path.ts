import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The program that a shell with this search path would run. */
export function onPath(name: string, path: string): string | undefined {
  const files = path.split(delimiter).map((folder) => join(folder, name));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
