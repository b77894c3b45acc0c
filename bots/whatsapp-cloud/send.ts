import { type Contact, isWindowOpen } from '../../src/contacts/index.js';
import type { Clock } from '../../src/platform/clock.js';
import type { Texts } from '../../src/platform/texts.js';
import { type Outgoing, SendFault } from '../conversation/channel.js';
import { LIMITS } from '../conversation/limits.js';
import { type Rendered, render } from '../conversation/render.js';
import { compose, composeTemplate, recipientOf } from './compose.js';
import { isRefused, meaningOf, sendFaultOf } from './faults.js';
import { type Graph, GraphFault } from './graph.js';
import type { Handover } from './handover.js';

export type SendDeps = {
  graph: Pick<Graph, 'message'>;
  handover: Handover;
  template: { name: string; language: string } | undefined;
  texts: Pick<Texts, 't'>;
  clock: Clock;
};

/**
 * Sends one message. Within 24 hours of the person's last one anything goes; after that an alert goes as the template of
 * the configuration, and all else fails with that reason ("Customer service windows" of the Cloud API's reference).
 */
export function createSend({ graph, handover, template, texts, clock }: SendDeps) {
  async function post(to: string, body: object): Promise<{ platformId?: string }> {
    const { messages } = await graph.message({ ...recipientOf(to), ...body });
    const [sent] = Array.isArray(messages) ? messages : [];
    return typeof sent?.id === 'string' ? { platformId: sent.id } : {};
  }

  async function sendFreely(to: string, rendered: Rendered, choose: string): Promise<{ platformId?: string }> {
    const handed = await handover.of(rendered);
    try {
      return await post(to, compose(rendered, handed, choose));
    } catch (error) {
      if (!handed || !isRefused(error)) throw error;
      // an id may be refused for its age; without the picture its words arrive
      const fresh = handover.forget(rendered) ? await handover.of(rendered) : undefined;
      try {
        return await post(to, compose(rendered, fresh, choose));
      } catch (again) {
        if (!fresh || !isRefused(again)) throw again;
        return post(to, compose(rendered, undefined, choose));
      }
    }
  }

  function sendTemplate(to: string, { isAlert, prompt }: Outgoing): Promise<{ platformId?: string }> {
    if (isAlert && template) return post(to, composeTemplate(template, prompt));
    const why = isAlert ? ', and WHATSAPP_CLOUD_TEMPLATE is not set' : '';
    throw new SendFault('final', `the 24-hour window is closed${why}`);
  }

  return async (contact: Contact, item: Outgoing): Promise<{ platformId?: string }> => {
    const { replyTo: to } = contact;
    // nothing that stands in the chat can be changed: what an alert shows is put right when it is answered
    if (item.edits && item.isAlert) return {};
    const { prompt, page, mark } = item;
    const at = { ...(page !== undefined && { page }), ...(mark !== undefined && { mark }) };
    const rendered = render(prompt, LIMITS['whatsapp-cloud'], at);
    try {
      if (!isWindowOpen(contact, clock.now())) return await sendTemplate(to, item);
      return await sendFreely(to, rendered, texts.t(contact.language)('common.choose')).catch((error: unknown) => {
        if (!(error instanceof GraphFault) || meaningOf(error.code, error.status) !== 'closed') throw error;
        return sendTemplate(to, item);
      });
    } catch (error) {
      throw error instanceof GraphFault ? sendFaultOf(error) : error;
    }
  };
}
