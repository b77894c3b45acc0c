/** How long Meta may take for one call. */
const CALL_MS = 15_000;
/** Longer words of a refusal tell an operator nothing more. */
const SAID = 200;

/** What Meta answered a call with, when it refused; `code` is missing where it was not even JSON, `status` where nothing came. */
export class GraphFault extends Error {
  override readonly name = 'GraphFault';

  constructor(
    message: string,
    readonly status?: number,
    readonly code?: number,
    /** As `Retry-After` said. */
    readonly afterMs?: number,
    readonly subcode?: number,
  ) {
    super(message);
  }
}

export type Graph = ReturnType<typeof createGraph>;

/**
 * Calls of Meta's Graph API for one phone number. What it throws never has the token in it.
 * @param apiRoot with the version, without a slash at the end
 */
export function createGraph(config: { apiRoot: string; token: string; phoneId: string }) {
  const { apiRoot, token, phoneId } = config;
  const authorization = `Bearer ${token}`;
  const safe = (text: string): string => text.replaceAll(token, '…').slice(0, SAID);

  /** @throws GraphFault */
  async function call(path: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
    const signal = AbortSignal.any([AbortSignal.timeout(CALL_MS), ...(init.signal ? [init.signal] : [])]);
    const headers = { ...init.headers, authorization };
    const answer = await fetch(`${apiRoot}/${path}`, { ...init, headers, signal }).catch(() => undefined);
    const text = await answer?.text().catch(() => undefined);
    if (!answer || text === undefined) throw new GraphFault('Meta cannot be reached');
    const said = objectIn(text);
    if (answer.ok && said) return said;
    throw faultOf(answer, said);
  }

  function faultOf({ status, headers }: Response, said: Record<string, unknown> | undefined): GraphFault {
    const error = recordOf(said?.error);
    const [code, subcode] = [error.code, error.error_subcode].map((one) => (typeof one === 'number' ? one : undefined));
    const details = recordOf(error.error_data).details;
    const words = [error.message, details].filter((one) => typeof one === 'string').join(' – ');
    const seconds = Number(headers.get('retry-after'));
    const afterMs = seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined;
    const reason = safe(`Meta says ${code ?? status}: ${words || 'no reason'}`);
    return new GraphFault(reason, status, code, afterMs, subcode);
  }

  const asJson = (body: object): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  return {
    call,
    /** Sends a message, or says that one was read. */
    message: (body: object) => call(`${phoneId}/messages`, asJson({ messaging_product: 'whatsapp', ...body })),
    /** Hands over a picture or a file, which Meta keeps for 30 days. @returns its id */
    async upload(bytes: Uint8Array<ArrayBuffer>, type: string, name: string): Promise<string> {
      const form = new FormData();
      form.set('messaging_product', 'whatsapp');
      form.set('type', type);
      form.set('file', new Blob([bytes], { type }), name);
      const { id } = await call(`${phoneId}/media`, { method: 'POST', body: form });
      if (typeof id !== 'string') throw new GraphFault('Meta gave no id for what was handed over');
      return id;
    },
    /** Of the number that people write to, with the country's code and no plus. */
    async number(signal: AbortSignal): Promise<string> {
      const { display_phone_number: shown } = await call(`${phoneId}?fields=display_phone_number`, { signal });
      const digits = typeof shown === 'string' ? shown.replace(/\D/g, '') : '';
      if (digits === '') throw new GraphFault('Meta tells no number for this WHATSAPP_CLOUD_PHONE_ID');
      return digits;
    },
    authorization,
  };
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? { ...read } : undefined;
  } catch {
    return undefined;
  }
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
