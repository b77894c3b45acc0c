import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createChanges } from '../telegram/changes.js';
import { checkMessage, Refused, type Shown } from './check-message.js';
import { createPerson, type Person, type PersonOptions } from './person.js';

/** One message of the business, as it stands in somebody's chat. */
export type Sent = Shown & { id: string; n: number; to: string; bytes?: Buffer };
export type Call = { method: string; path: string; body: Record<string, unknown>; status?: number };
/** Lets the coming calls of a kind go wrong, so many times. */
export type Fault = {
  on: 'messages' | 'media' | 'download' | 'number';
  times?: number;
  /** Answers so; `drop` cuts the connection, `hang` says nothing. */
  with: { status: number; code?: number; subcode?: number; retryAfter?: number; html?: true } | 'drop' | 'hang';
};
export type World = ReturnType<typeof createWorld>;

const WINDOW_MS = 24 * 3_600_000;
const PATIENCE_MS = 15_000;

function createWorld(now: () => number) {
  return {
    now,
    changes: createChanges(),
    token: `EAAG${randomBytes(24).toString('hex')}`,
    phoneId: String(randomInt(1e9, 9e9)),
    appSecret: randomBytes(16).toString('hex'),
    verifyToken: 'a word of our own',
    number: '919876500000',
    sent: [] as Sent[],
    calls: [] as Call[],
    faults: [] as Fault[],
    media: new Map<string, { bytes: Buffer; type: string; size?: number; sha256?: string }>(),
    /** When each address wrote last. */
    wroteAt: new Map<string, number>(),
    webhook: undefined as string | undefined,
    /** What the webhook answered to each post. */
    answers: [] as number[],
    stopped: new AbortController(),
  };
}

/**
 * Meta's side of the Cloud API for tests, as strict as the original where a business can feel it: token, phone number id,
 * every limit of a message, the 24-hour window by its own clock, media in two steps, webhooks signed over the raw bytes
 * and repeated until they get a 200.
 */
export async function startFakeCloud({ now = Date.now }: { now?: () => number } = {}) {
  const world = createWorld(now);
  const server = createServer((req, res) => {
    void answer(world, req, res).catch(() => res.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the fake of Meta has no port');
  const root = `http://127.0.0.1:${address.port}`;

  const sign = (bytes: Buffer): string => `sha256=${createHmac('sha256', world.appSecret).update(bytes).digest('hex')}`;
  /** Posts any bytes once, signed as Meta signs unless headers say otherwise. */
  async function post(bytes: Buffer, headers: Record<string, string> = { 'x-hub-signature-256': sign(bytes) }) {
    const init = {
      method: 'POST',
      body: new Uint8Array(bytes),
      headers: { 'content-type': 'application/json', ...headers },
    };
    const answered = await fetch(world.webhook ?? '', init).catch(() => undefined);
    await answered?.body?.cancel();
    world.answers.push(answered?.status ?? 0);
    world.changes.tell();
    return answered?.status ?? 0;
  }
  const bodyOf = (value: object): Buffer =>
    Buffer.from(
      JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [
          {
            id: '102290129340398',
            changes: [
              {
                field: 'messages',
                value: {
                  messaging_product: 'whatsapp',
                  metadata: { display_phone_number: world.number, phone_number_id: world.phoneId },
                  ...value,
                },
              },
            ],
          },
        ],
      }),
    );
  /** Tells the business something, again and again until it says 200. */
  async function tell(value: object): Promise<void> {
    const bytes = bodyOf(value);
    for (let ms = 20; !world.stopped.signal.aborted; ms = Math.min(ms * 2, 500)) {
      if ((await post(bytes)) === 200) return;
      await pause(ms, undefined, { signal: world.stopped.signal }).catch(() => undefined);
    }
  }

  async function stop(): Promise<void> {
    world.stopped.abort();
    world.changes.stop();
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }
  const { token, phoneId, appSecret, verifyToken, number } = world;
  return {
    ...{ token, phoneId, appSecret, verifyToken, number },
    apiRoot: `${root}/v23.0`,
    /** Where it posts from now on. */
    posts: (url: string): void => {
      world.webhook = url;
    },
    person: (options?: PersonOptions): Person => createPerson(world, tell, options),
    fault: (fault: Fault): void => void world.faults.push(fault),
    calls: (): readonly Call[] => world.calls,
    sent: (): readonly Sent[] => world.sent,
    answers: (): readonly number[] => world.answers,
    ...{ post, bodyOf, tell },
    /** Tells what became of a message. */
    status: (message: Pick<Sent, 'id' | 'to'>, status: string, errors?: object[]): Promise<void> =>
      tell({
        statuses: [
          {
            id: message.id,
            status,
            timestamp: String(Math.floor(now() / 1000)),
            recipient_id: message.to,
            ...(errors && { errors }),
          },
        ],
      }),
    waitFor: <T>(look: () => T, withinMs = PATIENCE_MS) =>
      world.changes.until(look, withinMs, () => world.calls.map(({ path, status }) => `${path} ${status}`).join('\n')),
    /** What lets a process be the business. */
    env: (): Record<string, string> => ({
      WHATSAPP_CLOUD_TOKEN: token,
      WHATSAPP_CLOUD_PHONE_ID: phoneId,
      WHATSAPP_CLOUD_APP_SECRET: appSecret,
      WHATSAPP_CLOUD_VERIFY_TOKEN: verifyToken,
      WHATSAPP_CLOUD_API_ROOT: `${root}/v23.0`,
    }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

export type FakeCloud = Awaited<ReturnType<typeof startFakeCloud>>;

async function answer(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of req) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const [, version, first = '', second = ''] = (req.url ?? '').split(/[/?]/);
  const isJson = req.headers['content-type'] === 'application/json';
  const call: Call = {
    method: req.method ?? '',
    path: req.url ?? '',
    body: isJson ? JSON.parse(bytes.toString()) : {},
  };
  world.calls.push(call);
  const kind = version === 'files' ? 'download' : second === 'messages' || second === 'media' ? second : 'number';
  const json = (status: number, body: object, headers = {}): void => {
    call.status = status;
    res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
  try {
    const fault = world.faults.find(({ on }) => on === kind);
    if (fault && !isRead(call)) {
      fault.times = (fault.times ?? 1) - 1;
      if (fault.times <= 0) world.faults.splice(world.faults.indexOf(fault), 1);
      if (fault.with === 'drop') return void res.destroy();
      if (fault.with === 'hang') return;
      const { status, code, subcode, retryAfter, html } = fault.with;
      if (html) return void res.writeHead(status, { 'content-type': 'text/html' }).end('<html>Sorry</html>');
      throw new Refused(code ?? 1, 'it went wrong on purpose', status, retryAfter, subcode);
    }
    if (req.headers.authorization !== `Bearer ${world.token}`)
      throw new Refused(190, 'Invalid OAuth access token', 401);
    if (version === 'files') {
      call.status = 200;
      return void res.end(world.media.get(first)?.bytes);
    }
    if (first === world.phoneId && second === 'messages') return json(200, takeMessage(world, call));
    if (first === world.phoneId && second === 'media') return json(200, await takeMedia(world, req, bytes));
    if (first === world.phoneId) return json(200, { display_phone_number: `+${world.number}`, id: first });
    const media = world.media.get(decodeURIComponent(first));
    if (!media)
      throw new Refused(100, `Unsupported request. Object with ID '${first}' does not exist`, 400, undefined, 33);
    const url = `http://${req.headers.host}/files/${first}`;
    const sha256 = media.sha256 ?? createHash('sha256').update(media.bytes).digest('hex');
    json(200, { url, mime_type: media.type, sha256, file_size: media.size ?? media.bytes.length, id: first });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message, status, retryAfterSeconds, subcode } = error;
    const about = { type: 'OAuthException', code, ...(subcode && { error_subcode: subcode }), fbtrace_id: 'A' };
    json(
      status,
      { error: { message: `(#${code}) ${message}`, ...about } },
      retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
    );
  } finally {
    world.changes.tell();
  }
}

const isRead = ({ body }: Call): boolean => body.status === 'read';

function takeMessage(world: World, { body }: Call): object {
  if (body.status === 'read') {
    if (typeof body.message_id !== 'string') throw new Refused(100, 'message_id');
    return { success: true };
  }
  const to = body.to ?? body.recipient;
  if (typeof to !== 'string' || (body.to !== undefined && !/^\d{7,15}$/.test(to))) throw new Refused(131009, 'to');
  const shown = checkMessage(body, (id) => world.media.has(id));
  const isOpen = world.now() - (world.wroteAt.get(to) ?? Number.NEGATIVE_INFINITY) < WINDOW_MS;
  if (!isOpen && !shown.template) throw new Refused(131047, 'Re-engagement message');
  const id = `wamid.${randomBytes(16).toString('hex')}`;
  const bytes = shown.media && world.media.get(shown.media.id)?.bytes;
  world.sent.push({ ...shown, id, to, n: world.sent.length + 1, ...(bytes && { bytes }) });
  return { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] };
}

async function takeMedia(world: World, req: IncomingMessage, bytes: Buffer): Promise<object> {
  const headers = { 'content-type': req.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(bytes), { headers }).formData();
  const file = form.get('file');
  if (form.get('messaging_product') !== 'whatsapp' || !(file instanceof File)) throw new Refused(100, 'file');
  if (!['image/jpeg', 'image/png', 'text/plain'].includes(file.type)) throw new Refused(131053, `type ${file.type}`);
  if (file.type.startsWith('image/') && file.size > 5 * 1024 * 1024) throw new Refused(131053, 'size');
  const id = String(randomInt(1e12, 9e12));
  world.media.set(id, { bytes: Buffer.from(await file.arrayBuffer()), type: file.type });
  return { id };
}
