import type { ZodError, z } from 'zod';
import type { FieldError } from '../refusal.js';

type Issue = z.core.$ZodIssue;

/** What zod found, one line a field that says what it should be; unknown fields are named one by one. */
export function fieldErrors(error: ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: messageOf(issue) }];
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'unknown field' }));
  });
}

/** The schema's own words where it has any; zod's default ones only say that something is invalid. */
const messageOf = (issue: Issue): string => (/^(Invalid|Too) /.test(issue.message) ? wordsFor(issue) : issue.message);

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'is missing';
      return `should be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `should be ${issue.values.map(String).join(' or ')}`;
    case 'too_small':
      return bound(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    default:
      return 'is not as it should be';
  }
}

const COUNTED: Record<string, string> = { string: 'characters', array: 'entries' };

function bound(origin: string, relation: string, limit: number | bigint): string {
  const counted = COUNTED[origin];
  return counted ? `should have ${relation} ${limit} ${counted}` : `should be ${relation} ${limit}`;
}
