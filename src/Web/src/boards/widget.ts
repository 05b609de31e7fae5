import type { ReactNode } from 'react';

import type { WidgetDto } from '../api/dashboards';
import type { ChartChange } from '../model/chart';
import type { ChartRun } from '../model/chartRun';
import type { ChartSettings } from '../model/chartSettings';
import type { BoardSettings } from './settings';
import type { Range } from '../model/range';

/** What all widgets of a board are given. */
export interface BoardScope {
  project: string;
  runs: readonly ChartRun[];
  /** Continuous lines of experiments rather than of single runs. */
  experiments: boolean;
  /** The run that others are compared with; null for none. */
  baseline: string | null;
  /** The moment that series are shown at; left out: now. */
  asOf?: string;
  /** When that was, for people: ISO. */
  frozen?: string;
}

/** What charts of a board share, and what is looked at in one of them; none of it is kept in the document. */
export interface ChartLook {
  /** By the kind of the x axis. */
  zooms: Readonly<Record<string, Range>>;
  yZooms: Readonly<Record<string, Range>>;
  /** Settings that somebody looks with for now. */
  settings: Readonly<Record<string, Partial<ChartSettings>>>;
  onChange: (id: string, change: ChartChange) => void;
}

export interface BoardWidgetProps extends BoardScope {
  dto: WidgetDto;
  /** What it has from its section, the board and the project. */
  settings: BoardSettings;
  look: ChartLook;
  /** Of the room for the widget, in pixels. */
  width: number;
  height: number;
  isFull: boolean;
  /** Changes what the widget shows; left out where nothing can be changed. */
  onEdit?: ((edit: (dto: WidgetDto) => WidgetDto, field?: string) => void) | undefined;
  /** Stands beside the title where the widget draws its own head. */
  children?: ReactNode;
}

/** A widget in the form of its settings. */
export interface WidgetFormProps extends BoardScope {
  dto: WidgetDto;
  /** @param field names what was typed in: what follows at once is the same step. */
  change: (dto: WidgetDto, field?: string) => void;
  close: () => void;
}
