import { once } from 'node:events';
import http from 'node:http';
import { openLine } from './call.mjs';

/** People in the built-in chat, each with a cookie and an open stream. */
export async function webPeople(url, count) {
  const line = openLine(url);
  let onAnswer = () => undefined;
  const people = await Promise.all(
    Array.from({ length: count }, (_, person) => join(url, line, () => onAnswer(person))),
  );
  return {
    write: (person) => people[person].write('hello'),
    onAnswer: (listener) => (onAnswer = listener),
    stop() {
      for (const { stop } of people) stop();
      line.stop();
    },
  };
}

async function join(url, line, answered) {
  const page = await fetch(`${url}/chat`);
  await page.arrayBuffer();
  const [cookie] = page.headers.getSetCookie()[0].split(';');
  const streaming = http.get(`${url}/chat/stream`, { headers: { cookie } });
  const [stream] = await once(streaming, 'response');
  if (stream.statusCode !== 200) throw new Error(`the chat's stream answers ${stream.statusCode}`);
  streaming.on('error', () => undefined);
  let waitsFor;
  let isHeard = false;
  let rest = '';
  stream.setEncoding('utf8').on('data', (part) => {
    const events = (rest + part).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const [, data] = /^event: message\ndata: (.*)$/m.exec(event) ?? [];
      if (!data) continue;
      const { from, messageId } = JSON.parse(data);
      // one answer to each message: what is said besides is no second turn
      if (messageId === waitsFor) isHeard = true;
      else if (from === 'bot' && isHeard) {
        isHeard = false;
        answered();
      }
    }
  });
  let n = 0;
  return {
    stop: () => streaming.destroy(),
    async write(text) {
      waitsFor = `bench-${n++}`;
      const headers = { cookie, 'content-type': 'application/json' };
      const body = JSON.stringify({ text, messageId: waitsFor });
      const { status } = await line.send('/chat/messages', { method: 'POST', headers, body });
      if (status !== 202) throw new Error(`the chat answers ${status}`);
    },
  };
}
