import type { Upload } from '../multipart.js';
import type { Params } from '../params.js';
import type { World } from '../world.js';

export type Asked = {
  world: World;
  params: Params;
  files: readonly Upload[];
  /** Aborts when the caller has hung up or the fake stops. */
  gone: AbortSignal;
};

/**
 * One method of the Bot API: gives its `result`. All but getUpdates do their work at once.
 * @throws ApiError as Telegram refuses
 */
export type Method = (asked: Asked) => unknown;
