import { answerCallbackQuery } from './callback-queries.js';
import { deleteMessage } from './delete-message.js';
import { editMessageCaption, editMessageMedia, editMessageReplyMarkup, editMessageText } from './edits.js';
import type { Method } from './method.js';
import {
  deleteMyCommands,
  getMyCommands,
  setChatMenuButton,
  setMyCommands,
  setMyDescription,
  setMyShortDescription,
} from './profile.js';
import { sendChatAction, sendDocument, sendMessage, sendPhoto } from './sends.js';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './update-methods.js';

const getMe: Method = ({ world }) => world.bot;

const getFile: Method = ({ world, params }) => {
  const file = world.files.get(String(params.file_id ?? ''));
  return {
    file_id: file.fileId,
    file_unique_id: file.fileUniqueId,
    file_size: file.bytes.length,
    file_path: file.path,
  };
};

/** The methods that there are, by name. */
export const methods: Readonly<Record<string, Method>> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  sendPhoto,
  sendDocument,
  sendChatAction,
  answerCallbackQuery,
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  getFile,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setChatMenuButton,
  setMyDescription,
  setMyShortDescription,
};
