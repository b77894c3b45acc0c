const POLL_MS = 2000;
const POLL_HIDDEN_MS = 15000;
const STREAM_AGAIN_MS = 20000;
/** The server says something at least every 15 s; a line that says nothing for longer is dead without knowing it. */
const SILENCE_MS = 40000;

const stateOf = (error) => (error.message === 'noCookies' ? 'noCookies' : 'connecting');

/**
 * What is said, as it is said: a stream while the page is looked at, questions every few seconds where a stream cannot
 * be had or nobody looks (a browser grants a site six lines at most, so tabs in the background give theirs back).
 * `last()` is the id of the newest message known, `mayChange()` whether something shown can be edited.
 */
export function createFeed({ last, mayChange, onItems, onEdited, onReset, onState }) {
  let source;
  let timer;
  let watchdog;
  let round = 0;
  let streamAgainAt = 0;

  async function ask(query) {
    const answer = await fetch(`/chat/messages?${query}`, { credentials: 'same-origin' });
    // the cookie came with the page: a browser that does not bring it back keeps none
    if (!answer.ok) throw new Error(answer.status === 401 ? 'noCookies' : 'connecting');
    return (await answer.json()).items;
  }

  function heard() {
    clearTimeout(watchdog);
    watchdog = setTimeout(start, SILENCE_MS);
  }

  function openStream() {
    source = new EventSource(`/chat/stream?after=${encodeURIComponent(last())}`);
    const take = (use) => (event) => {
      heard();
      if (use) use(event.data ? JSON.parse(event.data) : undefined);
    };
    source.onopen = take(() => onState('online'));
    source.addEventListener(
      'message',
      take((item) => onItems([item])),
    );
    source.addEventListener('edited', take(onEdited));
    source.addEventListener('reset', take(onReset));
    source.addEventListener('here', take());
    source.onerror = () => {
      onState('connecting');
      // the browser tries again by itself, unless it was answered with a refusal
      if (source && source.readyState === EventSource.CLOSED) {
        streamAgainAt = Date.now() + STREAM_AGAIN_MS;
        poll(round);
      }
    };
    heard();
  }

  async function poll(ofRound) {
    clearTimeout(watchdog);
    try {
      onItems(await ask(`after=${encodeURIComponent(last())}&limit=100`));
      if (mayChange()) for (const item of await ask('before=end&limit=30')) onEdited(item);
      onState('online');
    } catch (error) {
      onState(stateOf(error));
    }
    // the page was hidden, shown or sent to sleep meanwhile: whoever came after goes on
    if (ofRound !== round) return;
    const streamIsDue = !document.hidden && Date.now() >= streamAgainAt;
    timer = setTimeout(() => (streamIsDue ? start() : poll(ofRound)), document.hidden ? POLL_HIDDEN_MS : POLL_MS);
  }

  function stop() {
    round += 1;
    clearTimeout(timer);
    clearTimeout(watchdog);
    if (source) source.close();
    source = undefined;
  }

  function start() {
    stop();
    if (document.hidden || !window.EventSource) poll(round);
    else openStream();
  }

  return {
    start() {
      document.addEventListener('visibilitychange', start);
      window.addEventListener('online', start);
      window.addEventListener('pagehide', stop);
      window.addEventListener('pageshow', (event) => event.persisted && start());
      start();
    },
    stateOf,
    before: (id, limit) => ask(`before=${encodeURIComponent(id)}&limit=${limit}`),
  };
}
