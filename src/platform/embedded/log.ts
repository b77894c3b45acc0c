/** Where is told what an operator may wonder about: a long first start, a server that died. A pino logger fits. */
export type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};
