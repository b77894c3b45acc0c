import http from 'node:http';

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

/** Sends requests on connections that stay open, at the least that a client costs: `fetch` takes a millisecond of its own. */
export function openLine() {
  const agent = new http.Agent({ keepAlive: true });
  return {
    send: (url, { method, headers, body }) =>
      new Promise((resolve, reject) => {
        http
          .request(url, { agent, method, headers }, async (answer) => {
            const parts = [];
            for await (const part of answer) parts.push(part);
            resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString() });
          })
          .on('error', reject)
          .end(body);
      }),
    stop: () => agent.destroy(),
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
