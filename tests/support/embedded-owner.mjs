import { startEmbedded } from '../../dist/src/platform/embedded/index.js';

const { mongodbUri, redisUrl, stop } = await startEmbedded({
  ...JSON.parse(process.argv[2]),
  log: { info: () => undefined, warn: () => undefined },
});
process.on('SIGINT', () => process.stdout.write('interrupted\n'));
process.on('SIGTERM', () => void stop().then(() => process.exit()));
process.stdout.write(`${JSON.stringify({ mongodbUri, redisUrl })}\n`);
