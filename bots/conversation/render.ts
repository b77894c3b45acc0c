import type { Prompt } from '../../src/platform/prompt.js';
import type { Limits } from './channel.js';

/** A prompt in the form of one channel. `buttons` have the wire form of a choice as id: `yes|k3`. */
export type Rendered = { text: string; photo?: string; buttons?: { id: string; label: string }[] };

export declare function render(prompt: Prompt, limits: Limits, at?: { page?: number; mark?: string }): Rendered;
