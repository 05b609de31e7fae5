/** What a board is taken away as. */
export type OutKind = 'pdf' | 'html' | 'markdown';

/** How wide a board is while it is drawn for a document, in pixels: its texts can be read on a sheet of paper. */
export const outWidth = 960;
