/** What a question waits for, so that a page opens the right keyboard and a program can drive a chat in any language. */
export type Ask = 'phone' | 'code' | 'name' | 'address' | 'price' | 'count' | 'photo' | 'file' | 'text';

/**
 * One thing that can be chosen. `id` is the same in every language (`accept:<orderId>`), `label` is what is read, `word`
 * what answers it from anywhere where there are no buttons (`ok 7K3`): beside it, choices without a word are not shown.
 * `zero`: the way back of its question, which has the digit 0 in a numbered list.
 */
export type Choice = { id: string; label: string; word?: string; zero?: true };

/** One message of the bot, without any channel's form: plain JSON, kept in an outbox until it is sent. */
export type Prompt = {
  text: string;
  /** A key of the media storage. */
  photo?: string;
  /** A file to keep, with the name it has for the person; its key is a private one of the media storage. */
  file?: { key: string; name: string };
  choices?: Choice[];
  ask?: Ask;
  /** What this message shows (`product:<id>`): news of the same thing take its place when its own button was tapped. */
  card?: string;
};
