import { t } from './words.js';

/** A bot that said nothing for so long is not writing. */
const WORKING_MS = 20000;

/** What stands around the conversation: the line of state, the dots, where the page is scrolled to, the tab's title. */
export function createView({ earlier }) {
  const scroll = document.getElementById('scroll');
  const line = document.getElementById('state');
  const dots = document.getElementById('typing');
  const newer = document.getElementById('newer');
  const more = document.getElementById('earlier');
  const known = { link: 'connecting', sending: false, working: false };
  let unread = 0;
  let workingTimer;
  let sticks = true;

  // a conversation is read by keyboard too
  scroll.tabIndex = 0;

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const toEnd = () => {
    scroll.scrollTop = scroll.scrollHeight;
  };

  function showState() {
    const offline = navigator.onLine === false;
    const state = known.link === 'noCookies' ? 'noCookies' : offline ? 'offline' : known.link;
    const key = state === 'connecting' && known.sending ? 'offline' : state;
    const text = t(`state_${key}`);
    // the line is read aloud when it changes, so it changes only when it must
    if (line.textContent !== text) line.textContent = text;
    line.dataset.state = key;
    // nobody writes an answer to what has not left
    dots.hidden = !(known.working && key === 'online');
  }

  function showUnread() {
    newer.hidden = atEnd() || unread === 0;
    document.title = unread > 0 && document.hidden ? `(${unread}) ${t('name')}` : t('name');
  }

  scroll.addEventListener('scroll', () => {
    sticks = atEnd();
    if (sticks && !document.hidden) unread = 0;
    showUnread();
  });
  newer.addEventListener('click', toEnd);
  more.addEventListener('click', earlier);
  window.addEventListener('online', showState);
  window.addEventListener('offline', showState);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && atEnd()) unread = 0;
    showUnread();
  });
  // photos that arrive, a keyboard that opens: who was at the end stays there
  const stay = new ResizeObserver(() => sticks && toEnd());
  stay.observe(document.getElementById('log'));
  stay.observe(scroll);
  // Safari lays its keyboard over the page and does not know interactive-widget
  if (window.visualViewport) {
    visualViewport.addEventListener('resize', () => {
      const covered = window.innerHeight - visualViewport.height > 80 && visualViewport.scale === 1;
      document.documentElement.style.setProperty('--visible', covered ? `${visualViewport.height}px` : '');
      if (covered) window.scrollTo(0, 0);
    });
  }

  return {
    atEnd,
    /** `link` is online, connecting or noCookies; `sending` whether something of yours waits. */
    state(change) {
      Object.assign(known, change);
      showState();
    },
    /** The first messages are in; from now on what comes is read aloud. */
    filled(hasMore) {
      more.hidden = !hasMore;
      toEnd();
      requestAnimationFrame(() => document.getElementById('log').setAttribute('aria-busy', 'false'));
    },
    working(on) {
      clearTimeout(workingTimer);
      known.working = on;
      if (on) workingTimer = setTimeout(() => this.working(false), WORKING_MS);
      showState();
      if (on && sticks) toEnd();
    },
    count(news) {
      if (news > 0 && (document.hidden || !sticks)) unread += news;
      showUnread();
    },
    /** Goes to the end when the reader was there (or wrote something). */
    follow(wasAtEnd) {
      if (wasAtEnd) {
        sticks = true;
        toEnd();
      }
      showUnread();
    },
    /** Adds older messages above without moving those in sight. */
    keepPlace(add, hasMore) {
      const fromEnd = scroll.scrollHeight - scroll.scrollTop;
      sticks = false;
      add();
      more.hidden = !hasMore;
      scroll.scrollTop = scroll.scrollHeight - fromEnd;
    },
  };
}
