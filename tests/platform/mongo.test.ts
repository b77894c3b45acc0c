import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { isMongoDown } from '../../src/platform/mongo.js';
import { Refusal } from '../../src/platform/refusal.js';

const { MongoBulkWriteError, MongoNetworkError, MongoServerError, MongoServerSelectionError } = mongoose.mongo;

const serverError = (code: number, ...errorLabels: string[]): Error =>
  new MongoServerError({ message: 'no', code, errorLabels });
const socketError = (code: string): Error => Object.assign(new Error('This socket has been ended'), { code });

/** What the driver throws when `error` cuts a bulk off. */
const inBulk = (error: Error): Error => new MongoBulkWriteError(error as never, {} as never);

describe('a database that cannot be reached', () => {
  it.each<[string, Error]>([
    ['a connection breaks', new MongoNetworkError('connection 3 closed')],
    ['no server is chosen in time', new MongoServerSelectionError('none', {} as never)],
    ['no server is there', new mongoose.Error.MongooseServerSelectionError('none')],
    ['a socket was closed before it was written to', socketError('EPIPE')],
    ['a socket was reset while it was written to', socketError('ECONNRESET')],
    ['the server is shutting down while it is read from', serverError(11600)],
    ['the server is not the primary just now', serverError(10107)],
    ['a transaction was lost with its server', serverError(251, 'TransientTransactionError')],
    ['nobody knows whether a transaction was committed', serverError(50, 'UnknownTransactionCommitResult')],
    ['a write may be tried again', serverError(7, 'RetryableWriteError')],
  ])('is what is told when %s, also in the middle of a bulk', (_, error) => {
    expect(isMongoDown(error)).toBe(true);
    expect(isMongoDown(inBulk(error))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a key is there already', serverError(11000)],
    ['a key is there already, in the middle of a bulk', inBulk(serverError(11000))],
    ['a query is wrong', serverError(2)],
    ['a file is missing', socketError('ENOENT')],
    ['a person is refused something', new Refusal('no_order', 404)],
    ['something else was thrown', 'EPIPE'],
  ])('is not what is told when %s', (_, error) => {
    expect(isMongoDown(error)).toBe(false);
  });
});
