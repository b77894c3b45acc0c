import http from 'node:http';
import net from 'node:net';

/** Asks the API of a server; throws what the answer says when it is refused, unless the caller wants to see that. */
export function caller(url) {
  return async (method, path, body, { token, key, refused } = {}) => {
    const isForm = body instanceof FormData;
    const answer = await fetch(`${url}/api/v1${path}`, {
      ...{ method, ...(body && { body: isForm ? body : JSON.stringify(body) }) },
      headers: {
        ...(body && !isForm && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...(key && { 'idempotency-key': key }),
      },
    });
    const told = await answer.json();
    if (!answer.ok && !refused) throw new Error(`${method} ${path}: ${told.detail}`);
    return refused ? { status: answer.status, ...told } : told;
  };
}

/**
 * Sends requests on connections that stay open, at the least that a client costs, since it shares a core with the
 * databases: `fetch` takes a millisecond of its own and `node:http` a fifth of one. Answers have to tell their length.
 */
export function openLine(url) {
  const { hostname, host, port } = new URL(url);
  const [all, idle] = [[], []];

  function connect() {
    const line = { socket: net.connect({ host: hostname, port, noDelay: true }), text: '' };
    line.socket.setEncoding('latin1').on('data', (part) => {
      line.text += part;
      const [head, body] = line.text.split('\r\n\r\n', 2);
      const [, length] = /^content-length: (\d+)/im.exec(head) ?? [];
      if (body === undefined || body.length < Number(length)) return;
      line.text = '';
      idle.push(line);
      line.answered({ status: Number(head.split(' ', 2)[1]), text: Buffer.from(body, 'latin1').toString() });
    });
    line.socket.on('error', (error) => line.failed(error));
    all.push(line);
    return line;
  }

  return {
    send: (path, { method, headers, body }) =>
      new Promise((resolve, reject) => {
        const line = idle.pop() ?? connect();
        line.answered = resolve;
        line.failed = reject;
        const told = { host, ...headers, 'content-length': Buffer.byteLength(body) };
        const head = Object.entries(told).map(([name, value]) => `${name}: ${value}\r\n`);
        line.socket.write(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n${body}`);
      }),
    stop: () => {
      for (const { socket } of all) socket.destroy();
    },
  };
}

/** One answer as it is on the wire, with its headers; `firstByteMs` after it was asked for. */
export function open(url, headers) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    http
      .get(url, { headers }, async (answer) => {
        const firstByteMs = performance.now() - begun;
        const parts = [];
        for await (const part of answer) parts.push(part);
        resolve({ status: answer.statusCode, firstByteMs, headers: answer.headers, body: Buffer.concat(parts) });
      })
      .on('error', reject);
  });
}
