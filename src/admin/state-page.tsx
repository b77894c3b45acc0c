import type { Delivery } from '../orders/model.js';
import { Layout, type Reader } from './layout.js';

/** How a channel is, in this process. */
export type ChannelState = { name: string; isUp: boolean; detail?: string | undefined };
export type FailedDelivery = Pick<Delivery, '_id' | 'channel' | 'at' | 'lastError' | 'attempts' | 'to'> & {
  number: string;
};

/** The channels, and the messages about orders that did not arrive. */
export const StatePage = (props: {
  reader: Reader;
  css: string;
  channels: readonly ChannelState[];
  failed: readonly FailedDelivery[];
  notice: string | undefined;
}) => {
  const { reader, css, channels, failed, notice } = props;
  const { t, when } = reader;
  return (
    <Layout reader={reader} title={t('admin.title')} css={css}>
      {notice && <p role="status">{notice}</p>}
      <h2>{t('admin.channels')}</h2>
      {channels.length === 0 && <p>{t('admin.noChannels')}</p>}
      <ul>
        {channels.map(({ name, isUp, detail }) => (
          <li key={name}>
            <b>{name}</b> <span class={isUp ? 'up' : 'down'}>{t(isUp ? 'admin.up' : 'admin.down')}</span> {detail}
          </li>
        ))}
      </ul>
      <h2>{t('admin.failed')}</h2>
      {failed.length === 0 && <p>{t('admin.noneFailed')}</p>}
      {failed.map(({ _id, number, channel, at, lastError, to }) => (
        <form key={_id} method="post" action="/admin/deliveries/again">
          <input type="hidden" name="id" value={_id} />
          <p>
            <b>{number}</b> · {t(`admin.to.${to}`)} · {channel} · {when(at)}
            <br />
            <span class="why">{lastError}</span>
          </p>
          <button type="submit">{t('admin.sendAgain')}</button>
        </form>
      ))}
    </Layout>
  );
};
