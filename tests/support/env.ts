/** Every variable of `.env.example` may be given; what is not given has its default. */
export type Env = Record<string, string>;

/** Of the surroundings only what finds programs and caches: a developer's own settings are not tested. */
const INHERITED = /^(PATH|HOME|TMPDIR|XDG_CACHE_HOME|BINARY_CACHE_DIR|REDIS_SERVER_BINARY|(MONGOMS|PIP)_.*)$/;

/** What a program that is tested is given of the surroundings. */
export const inherited = (): Env =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (INHERITED.test(name) && value ? [[name, value]] : [])),
  );
