import type { ComponentType } from 'react';

import { lazyWithRetry } from '../../data/lazyWithRetry';
import type { WidgetKind } from '../options';
import type { OutForm } from '../out/document';
import type { BoardWidgetProps, WidgetFormProps } from '../widget';

/** A kind of widget: what a board has to know of it. */
export interface Kind {
  name: string;
  /** What it is good for, in the palette. */
  hint: string;
  /** Of a new one, in cells. */
  w: number;
  h: number;
  /** Draws the title and the tools itself. */
  hasHead?: boolean;
  View: ComponentType<BoardWidgetProps>;
  Form: ComponentType<WidgetFormProps>;
  /** It shows no values, which could be saved. */
  isProse?: boolean;
  /** Its form has a field for the title. */
  namesItself?: boolean;
  /** How it stands in files of a whole board. */
  out: OutForm;
}

const compared = (name: 'bars' | 'scatter' | 'parallel' | 'attributes' | 'media') => ({
  View: lazyWithRetry(() => import('./compared').then((module) => module[name].View)),
  Form: lazyWithRetry(() => import('./compared').then((module) => module[name].Form)),
});

/** All kinds, in the order of the palette. Their code is loaded when the first of a kind is shown. */
export const kinds: Record<WidgetKind, Kind> = {
  line: {
    name: 'Line chart',
    hint: 'Metrics and formulas over steps or time',
    w: 8,
    h: 7,
    out: 'picture',
    hasHead: true,
    namesItself: true,
    View: lazyWithRetry(() => import('./LineView').then((module) => module.LineView)),
    Form: lazyWithRetry(() => import('./LineForm').then((module) => module.LineForm)),
  },
  value: {
    name: 'Single value',
    hint: 'One number a run, or the best of them',
    w: 6,
    h: 4,
    out: 'picture',
    View: lazyWithRetry(() => import('./ValueView').then((module) => module.ValueView)),
    Form: lazyWithRetry(() => import('./ValueForm').then((module) => module.ValueForm)),
  },
  text: {
    name: 'Text',
    hint: 'Markdown with tables and LaTeX',
    isProse: true,
    w: 12,
    h: 5,
    out: 'prose',
    View: lazyWithRetry(() => import('./TextView').then((module) => module.TextView)),
    Form: lazyWithRetry(() => import('./TextForm').then((module) => module.TextForm)),
  },
  runs: {
    name: 'Runs table',
    hint: 'Runs with values of your choice',
    w: 24,
    h: 7,
    out: 'table',
    View: lazyWithRetry(() => import('./RunsView').then((module) => module.RunsView)),
    Form: lazyWithRetry(() => import('./RunsForm').then((module) => module.RunsForm)),
  },
  bars: { name: 'Bars', hint: 'One value of each run', w: 8, h: 7, out: 'picture', ...compared('bars') },
  scatter: { name: 'Scatter', hint: 'One attribute over another', w: 8, h: 8, out: 'picture', ...compared('scatter') },
  parallel: {
    name: 'Parallel coordinates',
    hint: 'Settings and results of many runs',
    w: 24,
    h: 9,
    out: 'picture',
    ...compared('parallel'),
  },
  attributes: {
    name: 'Side-by-side',
    hint: 'Attributes as rows, runs as columns',
    w: 24,
    h: 9,
    out: 'table',
    ...compared('attributes'),
  },
  histogram: {
    name: 'Histograms',
    hint: 'Distributions over steps, a picture a run',
    w: 12,
    h: 8,
    out: 'picture',
    View: lazyWithRetry(() => import('./HistogramsView').then((module) => module.HistogramsView)),
    Form: lazyWithRetry(() => import('./SeriesForm').then((module) => module.SeriesForm)),
  },
  media: {
    name: 'Media',
    hint: 'Images, video and audio by run and step',
    w: 24,
    h: 10,
    out: 'picture',
    View: lazyWithRetry(() => import('./MediaView').then((module) => module.MediaView)),
    Form: compared('media').Form,
  },
  logs: {
    name: 'Logs',
    hint: 'Text series of several runs',
    w: 24,
    h: 9,
    out: 'lines',
    View: lazyWithRetry(() => import('./LogsView').then((module) => module.LogsView)),
    Form: lazyWithRetry(() => import('./SeriesForm').then((module) => module.SeriesForm)),
  },
};
