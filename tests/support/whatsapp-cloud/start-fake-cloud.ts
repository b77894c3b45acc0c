import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answerCall } from './answer-call.js';
import { createPerson, type Person, type PersonOptions } from './person.js';
import { type Call, createWorld, type Fault, type Sent } from './world.js';

const PATIENCE_MS = 15_000;

/**
 * Meta's side of the Cloud API for tests, as strict as the original where a business can feel it: token, phone number id,
 * every limit of a message, the 24-hour window by its own clock, media in two steps, webhooks signed over the raw bytes
 * and repeated until they get a 200.
 */
export async function startFakeCloud({ now = Date.now }: { now?: () => number } = {}) {
  const world = createWorld(now);
  const server = createServer((req, res) => {
    void answerCall(world, req, res).catch(() => res.destroy());
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
  /** Tells what became of a message. */
  const status = ({ id, to }: Pick<Sent, 'id' | 'to'>, state: string, errors?: object[]): Promise<void> => {
    const timestamp = String(Math.floor(now() / 1000));
    return tell({ statuses: [{ id, status: state, timestamp, recipient_id: to, ...(errors && { errors }) }] });
  };
  world.refusedLater = (id, to) =>
    void status({ id, to }, 'failed', [{ code: 131047, title: 'Re-engagement message' }]);
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
    status,
    /** From now on a message to a closed window is taken first, and refused in a status. */
    refusesLater: (): void => {
      world.isSlowToRefuse = true;
    },
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
