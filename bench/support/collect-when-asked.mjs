/** Loaded into a server that is measured (`NODE_OPTIONS=--import`): on SIGUSR2 it lets go of all that nothing holds. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => collect());
