import type { AnchorHTMLAttributes, MouseEvent } from 'react';

import { linkTo, navigate } from '../browser/navigation';
import { guestKeyIn } from '../model/guest';

export interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  to: string;
}

/** Who has a link to one board is led nowhere else. */
const isGuest = guestKeyIn(globalThis.location?.pathname ?? '') !== null;

/** A link within the app: a plain click changes the address, every other click is the browser's. */
export function Link({ to, onClick, ...rest }: LinkProps) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  if (isGuest) return <span className={rest.className}>{rest.children}</span>;
  return <a href={linkTo(to)} onClick={follow} {...rest} />;
}
