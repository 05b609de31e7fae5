import type { ReactNode } from 'react';

import { ErrorState, Loading } from '../components/States';
import type { Figures } from '../data/useFigures';

export interface FiguresGateProps {
  /** The axes are still being chosen. */
  isChoosing: boolean;
  /** Shown in place of the widget where nothing was chosen; false where something was. */
  nothing: ReactNode;
  figures: Figures;
  children: ReactNode;
}

/** Shows a widget once its values are here, and until then what it waits for or what went wrong. */
export function FiguresGate({ isChoosing, nothing, figures, children }: FiguresGateProps) {
  if (isChoosing) return <Loading label="Looking for attributes that differ" />;
  if (nothing) return nothing;
  if (figures.error !== null) {
    return <ErrorState what="The values could not be loaded" error={figures.error} retry={figures.retry} />;
  }
  return figures.isPending ? <Loading label="Loading values" /> : children;
}
