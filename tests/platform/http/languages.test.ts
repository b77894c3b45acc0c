import express from 'express';
import { expect, it } from 'vitest';
import { languageOf } from '../../../src/platform/http/problem-handler.js';
import { listen } from '../../support/listen.js';

const LANGUAGES = ['ar', 'en', 'es', 'hi', 'id', 'pt'];

it.each([
  ['hi-IN,hi;q=0.9,en;q=0.8', 'hi'],
  ['fr-CA, en;q=0.5, es;q=0.7', 'es'],
  ['PT-br', 'pt'],
  ['fr', undefined],
  // whoever takes any language has not asked for the first of ours
  ['*', undefined],
  ['fr, *;q=0.5', undefined],
  ['hi;q=0', undefined],
])('whoever accepts %s is answered in %s', async (accepted, language) => {
  const app = express().get('/', (req, res) => void res.json(languageOf(req, LANGUAGES) ?? null));
  await using server = await listen(app);
  const answer = await fetch(server.url, { headers: { 'accept-language': accepted } });
  expect(await answer.json()).toBe(language ?? null);
});
