import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

export type { Logger };

const SECRET_FIELDS = ['mobile', 'phone', 'otp', 'code', 'token', 'authorization', 'cookie', 'address', 'password'];

/** Numbers of 8 to 15 digits with a plus, and our tokens, wherever they stand in a text. */
const scrub = (text: string): string =>
  text.replace(/\+\d{8,15}/g, '+…').replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]');

/**
 * JSON lines. Fields that are named like a secret are hidden, and phones and tokens in texts are, too. An OTP in a
 * text stays: so a developer at a laptop reads the code that the log itself sends, and nothing else may write one there.
 */
export function createLogger(level: string, to?: DestinationStream): Logger {
  const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);
  const options = {
    level,
    base: { pid: process.pid },
    redact: { paths, censor: '[hidden]' },
    serializers: { err: (error: Error) => scrubbed(stdSerializers.err(error)) },
    hooks: {
      logMethod(this: Logger, args: Parameters<Logger['info']>, method: Logger['info']) {
        method.apply(this, args.map((part) => (typeof part === 'string' ? scrub(part) : part)) as typeof args);
      },
    },
  };
  return to ? pino(options, to) : pino(options);
}

const scrubbed = (error: ReturnType<typeof stdSerializers.err>) => ({
  type: error.type,
  message: scrub(error.message),
  stack: scrub(error.stack),
});
