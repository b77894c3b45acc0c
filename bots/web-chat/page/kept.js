/**
 * What was written and not yet taken by the server, kept on this device, photos too: a phone that loses the signal often
 * loses the page as well. Where the browser has no storage (private windows) it lives as long as the page.
 */
export function createKept() {
  const memory = new Map();
  const opened = new Promise((resolve) => {
    try {
      const request = indexedDB.open('haat', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('unsent', { keyPath: 'messageId' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });

  const run = async (mode, work) => {
    const database = await opened;
    if (!database) return undefined;
    return new Promise((resolve) => {
      try {
        const request = work(database.transaction('unsent', mode).objectStore('unsent'));
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => resolve(undefined);
      } catch {
        resolve(undefined);
      }
    });
  };

  return {
    async put(message) {
      memory.set(message.messageId, message);
      await run('readwrite', (store) => store.put(message));
    },
    async remove(messageId) {
      memory.delete(messageId);
      await run('readwrite', (store) => store.delete(messageId));
    },
    /** All of them, in the order in which they were written. */
    async all() {
      const stored = (await run('readonly', (store) => store.getAll())) || [...memory.values()];
      return stored.sort((a, b) => a.order - b.order);
    },
  };
}
