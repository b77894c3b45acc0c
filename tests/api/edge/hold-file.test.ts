import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { holdInMemory } from '../../../src/api/edge/hold-file.js';

/** A form whose file comes in bit by bit; `kept` is what became of it. */
function aForm(storage: ReturnType<typeof holdInMemory>) {
  const stream = new PassThrough();
  const res = new EventEmitter();
  const kept = new Promise<{ buffer: Buffer } | undefined>((done, fail) => {
    storage._handleFile({ res }, { stream }, (error, file) => (error ? fail(error) : done(file)));
  });
  kept.catch(() => undefined);
  return { stream, kept, answered: () => res.emit('close') };
}

describe('files on their way in', () => {
  it('are kept whole', async () => {
    const { stream, kept } = aForm(holdInMemory(100));
    stream.write('a pho');
    stream.end('to');
    expect((await kept)?.buffer.toString()).toBe('a photo');
  });

  it('have room for so many bytes together, and the room is free again after the answer', async () => {
    const storage = holdInMemory(10);
    const [first, second, third] = [aForm(storage), aForm(storage), aForm(storage)];
    first.stream.end('1234567');
    await first.kept;
    second.stream.end('1234567');
    await expect(second.kept).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    first.answered();
    second.answered();
    third.stream.end('1234567');
    expect((await third.kept)?.buffer).toHaveLength(7);
  });

  it('give their room back when the client goes away in the middle', async () => {
    const storage = holdInMemory(10);
    const [gone, next] = [aForm(storage), aForm(storage)];
    gone.stream.write('1234567');
    gone.stream.destroy(new Error('aborted'));
    await expect(gone.kept).rejects.toThrow('aborted');
    gone.answered();
    next.stream.end('1234567890');
    expect((await next.kept)?.buffer).toHaveLength(10);
  });
});
