import type { ComponentChildren } from 'preact';

const icon = (drawn: ComponentChildren, name = 'icon') => (
  <svg class={name} viewBox="0 0 24 24" aria-hidden="true">
    {drawn}
  </svg>
);

export const ChatIcon = () =>
  icon(
    <path d="M12 4.5c4.7 0 8.5 3.1 8.5 7s-3.8 7-8.5 7c-1 0-2-.1-2.9-.4L4.5 20l1.2-3.6c-1.4-1.3-2.2-3-2.2-4.9 0-3.9 3.8-7 8.5-7Z" />,
  );

export const SearchIcon = () =>
  icon(
    <>
      <circle cx="10.8" cy="10.8" r="6.3" />
      <path d="m15.5 15.5 4.7 4.7" />
    </>,
  );

/** Points onwards; the style turns it where lines run from right to left. */
export const OnwardIcon = () => icon(<path d="m9.5 5.5 6.5 6.5-6.5 6.5" />, 'icon onward');

/** Points back; the style turns it where lines run from right to left. */
export const BackIcon = () => icon(<path d="M14.5 5.5 8 12l6.5 6.5" />, 'icon onward');
