/** One call of the bot, in the order of arrival. */
export type Call = {
  /** 1, 2, 3 … over all methods. */
  n: number;
  /** As in the URL; `file` for a download. */
  method: string;
  /** Parsed, whether they came as JSON, form or multipart; uploads are in `files`. */
  params: Readonly<Record<string, unknown>>;
  files: readonly { field: string; fileName: string; bytes: Buffer }[];
  /** Of the parameter `chat_id`, where it is a number. */
  chatId?: number;
  /** HTTP status of the answer; undefined until answered, and for ever when the connection was cut. */
  status?: number;
  /** What a refusal said. */
  description?: string;
  /** The connection ended without an answer, by a fault or by the caller. */
  dropped: boolean;
};

export type Calls = ReturnType<typeof createCalls>;

/** @param tell told of each call and of each answer */
export function createCalls(tell: () => void) {
  const all: Call[] = [];
  return {
    all: (method?: string): readonly Call[] => (method ? all.filter((call) => call.method === method) : [...all]),
    begin(method: string, params: Call['params'], files: Call['files']): Call {
      const { chat_id: chatId } = params;
      const call: Call = {
        n: all.length + 1,
        method,
        params,
        files,
        ...(typeof chatId === 'number' && { chatId }),
        dropped: false,
      };
      all.push(call);
      tell();
      return call;
    },
    end(call: Call, result: Pick<Call, 'status' | 'description'> | 'dropped'): void {
      if (result === 'dropped') call.dropped = true;
      else Object.assign(call, result);
      tell();
    },
  };
}
