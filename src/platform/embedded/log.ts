/** Where the embedded servers' comings and goings are told; a pino logger fits. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};
