import { Layout, type Reader } from './layout.js';

/** How the link to a phone stands. */
export type LinkNow = {
  state: 'connecting' | 'waiting' | 'open' | 'loggedOut' | 'forbidden' | 'replaced' | 'off';
  phone?: string | undefined;
  /** What the QR says. */
  qr?: string | null | undefined;
  code?: string | null | undefined;
};

const ENDED = ['loggedOut', 'forbidden', 'replaced'];

/** Where the operator links a phone, and sees how the link stands. @param picture of the QR, as a data address */
export const WhatsAppPage = (props: { reader: Reader; css: string; link: LinkNow; picture: string | undefined }) => {
  const { reader, css, link, picture } = props;
  const { t } = reader;
  const { state, phone, qr, code } = link;
  return (
    <Layout reader={reader} title={t('admin.whatsapp.title')} css={css} refreshSeconds={5}>
      <p role="status" data-state={state}>
        {t(`admin.whatsapp.${state}`, { phone: phone ? `+${phone}` : '' })}
      </p>
      {picture && qr && !code && (
        <>
          <img src={picture} width="264" height="264" alt={t('admin.whatsapp.scan')} data-qr={qr} />
          <p>{t('admin.whatsapp.scan')}</p>
        </>
      )}
      {code && (
        <>
          <p class="code" data-code={code}>
            {`${code.slice(0, 4)}-${code.slice(4)}`}
          </p>
          <p>{t('admin.whatsapp.code')}</p>
        </>
      )}
      {ENDED.includes(state) && (
        <form method="post" action="/admin/whatsapp/again">
          <button type="submit">{t('admin.whatsapp.again')}</button>
        </form>
      )}
    </Layout>
  );
};
