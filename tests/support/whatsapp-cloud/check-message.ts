/** What Meta refuses a message with; `code` as on its page "Error codes". */
export class Refused extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
    readonly retryAfterSeconds?: number,
    readonly subcode?: number,
  ) {
    super(message);
  }
}

type Json = Record<string, unknown>;
const no = (what: string): never => {
  throw new Refused(131009, `Parameter value is not valid: ${what}`);
};
const record = (value: unknown, what: string): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : no(`${what} is no object`);
const list = (value: unknown, what: string): unknown[] => (Array.isArray(value) ? value : no(`${what} is no array`));
function text(value: unknown, what: string, most: number, least = 1): string {
  if (typeof value !== 'string') return no(`${what} is missing`);
  if (value.trim().length < least || value.length > most)
    return no(`${what} has ${value.length} of 1–${most} characters`);
  return value;
}
const only = (value: Json, known: readonly string[], what: string): void => {
  for (const key of Object.keys(value)) if (!known.includes(key)) no(`${what}.${key} is unknown`);
};

/** What a person sees of a message: its words, and what can be pressed. */
export type Shown = {
  text: string;
  buttons: { id: string; title: string }[];
  media?: { kind: 'image' | 'document'; id: string; filename?: string };
  template?: { name: string; language: string };
};

const COMMON = [
  'messaging_product',
  'recipient_type',
  'to',
  'recipient',
  'type',
  'context',
  'biz_opaque_callback_data',
];

/** Reads a message as strictly as Meta does. @param hasMedia whether an id was handed over @throws Refused */
export function checkMessage(body: Json, hasMedia: (id: string) => boolean): Shown {
  if (body.messaging_product !== 'whatsapp') no('messaging_product');
  const type = text(body.type, 'type', 20);
  only(body, [...COMMON, type], 'message');
  const content = record(body[type], type);
  const mediaIn = (value: unknown, kind: 'image' | 'document', captionToo: boolean): NonNullable<Shown['media']> => {
    const media = record(value, kind);
    only(media, ['id', ...(captionToo ? ['caption'] : []), ...(kind === 'document' ? ['filename'] : [])], kind);
    const id = text(media.id, `${kind}.id`, 100);
    if (!hasMedia(id)) throw new Refused(100, `Invalid parameter: no media ${id}`);
    return { kind, id, ...(typeof media.filename === 'string' && { filename: media.filename }) };
  };

  switch (type) {
    case 'text':
      only(content, ['body', 'preview_url'], 'text');
      return { text: text(content.body, 'text.body', 4096), buttons: [] };
    case 'image':
    case 'document': {
      const caption = content.caption === undefined ? '' : text(content.caption, 'caption', 1024);
      return { text: caption, buttons: [], media: mediaIn(content, type, true) };
    }
    case 'interactive': {
      only(content, ['type', 'header', 'body', 'footer', 'action'], 'interactive');
      const header = content.header === undefined ? undefined : record(content.header, 'header');
      const kind = header?.type;
      if (content.type === 'list' && header && kind !== 'text') no('a list has no header but text');
      const media = kind === 'image' || kind === 'document' ? mediaIn(header?.[kind], kind, false) : undefined;
      const words = text(record(content.body, 'body').text, 'body.text', 1024);
      const buttons =
        content.type === 'button' ? repliesIn(content) : content.type === 'list' ? rowsIn(content) : no('type');
      return { text: words, buttons, ...(media && { media }) };
    }
    case 'template':
      return { ...templateIn(content), buttons: [] };
    default:
      return no(`type ${type}`);
  }
}

function repliesIn(content: Json): Shown['buttons'] {
  const buttons = list(record(content.action, 'action').buttons, 'action.buttons').map((one) => {
    const { reply } = record(one, 'button');
    const { id, title } = record(reply, 'reply');
    return { id: text(id, 'reply.id', 256), title: text(title, 'reply.title', 20) };
  });
  if (buttons.length < 1 || buttons.length > 3) no(`${buttons.length} reply buttons`);
  return unique(buttons);
}

function rowsIn(content: Json): Shown['buttons'] {
  const action = record(content.action, 'action');
  text(action.button, 'action.button', 20);
  const rows = list(action.sections, 'action.sections').flatMap((one) => list(record(one, 'section').rows, 'rows'));
  if (rows.length < 1 || rows.length > 10) no(`${rows.length} rows`);
  const read = rows.map((one) => {
    const { id, title, description } = record(one, 'row');
    if (description !== undefined) text(description, 'row.description', 72);
    const shown = typeof description === 'string' ? description : text(title, 'row.title', 24);
    text(title, 'row.title', 24);
    return { id: text(id, 'row.id', 200), title: shown };
  });
  return unique(read, false);
}

function unique(buttons: Shown['buttons'], titlesToo = true): Shown['buttons'] {
  if (new Set(buttons.map(({ id }) => id)).size < buttons.length) no('two ids are the same');
  if (titlesToo && new Set(buttons.map(({ title }) => title)).size < buttons.length) no('two titles are the same');
  return buttons;
}

function templateIn(content: Json): Pick<Shown, 'text' | 'template'> {
  only(content, ['name', 'language', 'components'], 'template');
  const { code } = record(content.language, 'language');
  const [body] = list(content.components, 'components').map((one) => record(one, 'component'));
  const [parameter] = list(body?.parameters, 'parameters').map((one) => record(one, 'parameter'));
  const words = text(parameter?.text, 'parameter', 1024);
  if (/[\n\t]| {5,}/.test(words)) throw new Refused(132000, 'A parameter has line breaks, tabs or more than 4 spaces');
  return { text: words, template: { name: text(content.name, 'name', 512), language: text(code, 'code', 10) } };
}
