export type State = 'up' | 'down';

/** `degraded` goes on serving: orders and chats need neither Redis nor all of the channels. */
export type Readiness = {
  status: 'ready' | 'degraded' | 'down';
  mongodb: State;
  redis: State;
  channels: Readonly<Record<string, State>>;
  /** Why a channel is as it is, where it says so. */
  details?: Readonly<Record<string, string>>;
};

export type ReadinessDeps = {
  db: { getClient(): { db(name: string): { command(command: { ping: 1 }): Promise<unknown> } } };
  redis: { ping(): Promise<unknown> };
  /** Of the channels that this process owns. */
  channels?: () => Readonly<Record<string, State>>;
  details?: () => Readonly<Record<string, string>>;
};

/** Whoever asks waits for at most this long, also when a server neither answers nor fails. */
const PATIENCE_MS = 1500;

export function createReadiness({
  db,
  redis,
  channels = none,
  details = none,
}: ReadinessDeps): () => Promise<Readiness> {
  const mongodbAnswers = oneAtATime(() => db.getClient().db('admin').command({ ping: 1 }));
  const redisAnswers = oneAtATime(() => redis.ping());
  return async () => {
    const [mongodb, redis] = await Promise.all([inTime(mongodbAnswers()), inTime(redisAnswers())]);
    const why = details();
    const parts = { mongodb, redis, channels: channels(), ...(Object.keys(why).length > 0 && { details: why }) };
    const isWhole = redis === 'up' && Object.values(parts.channels).every((state) => state === 'up');
    return { status: mongodb === 'down' ? 'down' : isWhole ? 'ready' : 'degraded', ...parts };
  };
}

const none = () => ({});

/** Asks once for however many want to know, so that questions do not pile up before a server that hangs. */
function oneAtATime(ask: () => Promise<unknown>): () => Promise<State> {
  let asked: Promise<State> | undefined;
  return () => {
    asked ??= Promise.resolve()
      .then(ask)
      .then(
        (): State => 'up',
        (): State => 'down',
      )
      .finally(() => {
        asked = undefined;
      });
    return asked;
  };
}

async function inTime(answer: Promise<State>): Promise<State> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<State>((give) => {
    timer = setTimeout(() => give('down'), PATIENCE_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
