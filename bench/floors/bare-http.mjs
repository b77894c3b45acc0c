/**
 * The least that a Node server can do: sends one answer, held in memory, to whoever asks; 304 to who has it.
 * @example node bench/floors/bare-http.mjs answer.json   (`{ "headers": { … }, "body": "<base64>" }`)
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { headers, body } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const bytes = Buffer.from(body, 'base64');

const server = createServer((req, res) => {
  if (req.headers['if-none-match'] === headers.etag) {
    res.writeHead(304, { etag: headers.etag }).end();
    return;
  }
  res.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
process.on('SIGTERM', () => server.close(() => process.exit()).closeAllConnections());
