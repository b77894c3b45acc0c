import { type RequestHandler, Router } from 'express';
import type { Contact, Contacts, Incoming } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { HintRedis } from '../../src/platform/hints.js';
import { withDeadline } from '../../src/platform/http/deadline.js';
import { problemHandler } from '../../src/platform/http/problem-handler.js';
import { sameOriginOnly } from '../../src/platform/http/same-origin.js';
import type { Logger } from '../../src/platform/logger.js';
import type { MediaStorage } from '../../src/platform/media/media-storage.js';
import type { Texts } from '../../src/platform/texts.js';
import type { Channel } from '../conversation/channel.js';
import { createWebChatChannel } from './channel.js';
import type { History } from './history.js';
import { createPage } from './page.js';
import { readMedia, readMessages } from './read-routes.js';
import { createSaidTo } from './said-to.js';
import { createSessions } from './session.js';
import { createStreams } from './stream.js';
import { takeMessage } from './take-message.js';
import { createWakes } from './wakes.js';

export { createHistory, type History } from './history.js';
export { defineSaid } from './model.js';

export type WebChatDeps = {
  history: History;
  contacts: Pick<Contacts, 'at' | 'meet' | 'seen'>;
  /** Resolves once the message is safe in its chat's inbox: the worker's `receive` for this channel. */
  receive(incoming: Incoming, from: Contact | Promise<Contact>): Promise<unknown>;
  media: MediaStorage;
  clock: Clock;
  texts: Texts;
  logger: Logger;
  /** What the program is called from outside. */
  publicUrl: string;
  /** The page's language where the browser asks for none that there is. */
  language: string;
  /** Whether the cookie may travel over https only. */
  secureCookies: boolean;
  /** Wakes streams in other processes; without it they look every 2 s. */
  redis?: HintRedis;
  /** Stands before each message that is taken. */
  rateLimit?: RequestHandler;
};

const DEADLINE_MS = 4500;

/**
 * The chat that is built in: a page, the protocol behind it, and the channel through which the bot answers.
 * `router` is to be mounted at `/chat`; stopping the channel ends the streams that are open.
 */
export function createWebChat(deps: WebChatDeps): { router: Router; channel: Channel } {
  const { history, media, texts, logger, publicUrl, rateLimit } = deps;
  const sessions = createSessions({ secure: deps.secureCookies });
  const wakes = createWakes(deps.redis);
  const saidTo = createSaidTo(deps);
  const streams = createStreams({ sessions, saidTo, wakes, logger });
  const page = createPage({ texts, sessions, language: deps.language });

  const router = Router();
  router.use(withDeadline(DEADLINE_MS));
  router.get('/', named('/chat'), page.page);
  router.get('/assets/:version/:file', named('/chat/assets/{file}'), page.asset);
  router.get('/messages', named('/chat/messages'), readMessages({ sessions, saidTo }));
  router.post(
    '/messages',
    named('/chat/messages'),
    sameOriginOnly(publicUrl),
    ...(rateLimit ? [rateLimit] : []),
    takeMessage({ ...deps, sessions, languages: texts.languages }),
  );
  router.get('/media/:contactId/:file', named('/chat/media/{key}'), readMedia({ sessions, saidTo, media }));
  router.get('/stream', named('/chat/stream'), streams.handler);
  router.use(problemHandler({ texts, logger }));

  const channel = createWebChatChannel({
    history,
    media,
    wakes,
    start: async () => wakes.start(),
    async stop() {
      streams.stop();
      wakes.stop();
    },
  });
  return { router, channel };
}

/** What logs and metrics call a path, without the ids in it. */
const named =
  (route: string): RequestHandler =>
  (_req, res, next) => {
    res.locals.route = route;
    next();
  };
