import type { Bot } from 'grammy';
import type { BotCommand, LanguageCode } from 'grammy/types';
import type { Texts } from '../../src/platform/texts.js';
import { COMMANDS } from '../conversation/commands.js';

/** Commands that need something behind them, or that the others offer, are not in the menu. */
const NOT_IN_MENU: ReadonlySet<string> = new Set(['checkout', 'back']);
const LONGEST_DESCRIPTION = 256;

/** Telegram takes two-letter codes only. */
const CODES: Readonly<Record<string, LanguageCode>> = {
  en: 'en',
  hi: 'hi',
  es: 'es',
  'pt-BR': 'pt',
  ar: 'ar',
  id: 'id',
};

/** Tells Telegram the commands of the bot, for everybody and for each language that we speak. */
export async function introduce({ api }: Pick<Bot, 'api'>, texts: Pick<Texts, 't' | 'languages'>): Promise<void> {
  await api.setMyCommands(commandsIn(texts, undefined));
  for (const language of texts.languages) {
    const code = CODES[language];
    if (code) await api.setMyCommands(commandsIn(texts, language), { language_code: code });
  }
}

function commandsIn(texts: Pick<Texts, 't'>, language: string | undefined): BotCommand[] {
  const t = texts.t(language);
  return COMMANDS.filter((command) => !NOT_IN_MENU.has(command)).map((command) => ({
    command,
    description: t(`common.do.${command}`).slice(0, LONGEST_DESCRIPTION),
  }));
}
