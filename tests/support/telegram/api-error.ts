/** A call that Telegram refuses; answered as `{ ok: false, error_code, description, parameters? }` with that HTTP status. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly description: string,
    readonly parameters: { retry_after?: number } = {},
  ) {
    super(description);
  }
}

export const badRequest = (reason: string): ApiError => new ApiError(400, `Bad Request: ${reason}`);

export const forbidden = (reason: string): ApiError => new ApiError(403, `Forbidden: ${reason}`);

export const conflict = (reason: string): ApiError => new ApiError(409, `Conflict: ${reason}`);

export const OTHER_POLLER = 'terminated by other getUpdates request; make sure that only one bot instance is running';

/** @param retryAfter seconds */
export const tooManyRequests = (retryAfter: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });

export const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
