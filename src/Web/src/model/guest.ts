/** The key of the public link that a page is opened by, out of its address; null for pages of who signs in. */
export function guestKeyIn(pathname: string): string | null {
  const [first, key, ...rest] = pathname.split('/').slice(1);
  return first === 'share' && key !== undefined && key !== '' && rest.length === 0 ? key : null;
}

/** The id of a short link, out of the address of its page; null for other pages. */
export function shortIdIn(pathname: string): string | null {
  const [first, id, ...rest] = pathname.split('/').slice(1);
  return first === 's' && id !== undefined && id !== '' && rest.length === 0 ? id : null;
}

/** How a page shows itself in a frame of another page. */
export interface Embedding {
  /** Without what is around the board. */
  isEmbedded: boolean;
  /** null: as the browser of the reader is set. */
  scheme: 'light' | 'dark' | null;
  /** The only widget that is shown; null for all. */
  widget: string | null;
}

export function readEmbedding(search: string): Embedding {
  const params = new URLSearchParams(search);
  const theme = params.get('theme');
  return {
    isEmbedded: params.has('embed'),
    scheme: theme === 'light' || theme === 'dark' ? theme : null,
    widget: params.get('widget'),
  };
}
