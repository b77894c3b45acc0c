import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

export type { Logger };

const SECRET_FIELDS = ['mobile', 'phone', 'otp', 'code', 'token', 'authorization', 'cookie', 'address', 'password'];

/** Numbers of 8 to 15 digits with a plus, and our tokens, wherever they stand in a text. */
const scrub = (text: string): string =>
  text.replace(/\+\d{8,15}/g, '+…').replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]');

/**
 * JSON lines; phones, tokens and OTPs do not get into them. What must be seen on a laptop (the log as sender of an
 * OTP) goes around this logger on purpose.
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
