/**
 * What is wrong with a link of a button or of a text, in Telegram's words; undefined when it may be sent.
 * A host needs a dot: `http://localhost` is refused, `http://127.0.0.1` is not, and a missing protocol means http.
 */
export function wrongLink(link: string): string | undefined {
  if (!link.trim()) return 'URL host is empty';
  const protocol = /^([a-z][a-z0-9+.-]*):/i.exec(link)?.[1]?.toLowerCase();
  if (protocol === 'tg' || protocol === 'ton') return undefined;
  if (protocol && link.includes('://') && protocol !== 'http' && protocol !== 'https')
    return 'Unsupported URL protocol';
  const complete = protocol && link.includes('://') ? link : `http://${link}`;
  if (!URL.canParse(complete) || /\s/.test(link)) return 'Wrong HTTP URL';
  const { hostname } = new URL(complete);
  return hostname.startsWith('[') || /[^.]\.[^.]/.test(hostname) ? undefined : 'Wrong HTTP URL';
}
