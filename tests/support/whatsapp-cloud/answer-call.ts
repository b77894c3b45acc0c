import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkMessage, Refused } from './check-message.js';
import type { Call, World } from './world.js';

const WINDOW_MS = 24 * 3_600_000;

/** Answers one call of the Graph API, or gives out a file, as strictly as Meta does. */
export async function answerCall(world: World, req: IncomingMessage, res: ServerResponse): Promise<void> {
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
      const { status, code, subcode, says = 'it went wrong on purpose', retryAfter, html } = fault.with;
      if (html) return void res.writeHead(status, { 'content-type': 'text/html' }).end('<html>Sorry</html>');
      throw new Refused(code ?? 1, says, status, retryAfter, subcode);
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
  const id = `wamid.${randomBytes(16).toString('hex')}`;
  if (!isOpen && !shown.template) {
    if (!world.isSlowToRefuse) throw new Refused(131047, 'Re-engagement message');
    world.refusedLater(id, to);
    return { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] };
  }
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
