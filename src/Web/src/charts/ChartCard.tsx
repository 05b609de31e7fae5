import { ActionIcon, Menu, Popover, Portal, Tooltip, useComputedColorScheme } from '@mantine/core';
import { memo, useMemo, useState } from 'react';

import { CloseIcon, DownloadIcon, FullIcon, SettingsIcon } from '../components/icons';
import { explain } from '../components/States';
import type { Change } from '../location';
import { settingsOf, type ChartSettings, type ChartsView } from '../url/charts';
import classes from './ChartCard.module.css';
import { runColor } from './color';
import { downloadChart } from './export';
import { Legend } from './Legend';
import { LineChart, type Pointed } from './LineChart';
import { smoothed, type ChartLine } from './scene';
import { SettingsForm } from './SettingsForm';
import { bucketsFor, useLines } from './useLines';

/** A run as charts know it. */
export interface ChartRun {
  id: string;
  label: string;
}

export interface ChartCardProps {
  project: string;
  attribute: string;
  /** What the card is called: the name without what the section says already. */
  title: string;
  runs: readonly ChartRun[];
  experiments: boolean;
  view: ChartsView;
  change: Change<ChartsView>;
  width: number;
  height: number;
  isFull?: boolean;
}

const headHeight = 32;
const legendWidth = 258;

/** One chart: its head, lines and legend. It fetches for as long as it is on the page. */
export const ChartCard = memo(function ChartCard(props: ChartCardProps) {
  const { attribute, runs, view, change, width, height, isFull = false } = props;
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [isPinned, setPinned] = useState(isFull);
  const scheme = useComputedColorScheme('light');
  const settings = useMemo(() => settingsOf(view, attribute), [view, attribute]);
  const zoom = settings.x === view.settings.x ? view.zoom : null;
  const legendSpace = isFull && isPinned ? legendWidth : 0;
  const plotWidth = Math.max(100, width - 2 - legendSpace);
  const lines = useChartLines(props, settings, zoom, plotWidth);
  const data = useMemo<ChartLine[]>(() => {
    const found = lines.data?.lines ?? [];
    return runs.flatMap(({ id, label }, index) => {
      const columns = found[index];
      if (columns === undefined || columns.x.length === 0) return [];
      return [{ run: id, label, color: runColor(id, scheme), columns, y: smoothed(columns, settings) }];
    });
  }, [lines.data, runs, scheme, settings]);
  const plotHeight = height - headHeight - 2;
  const onZoom = (next: readonly [number, number]) => change((now) => ({ ...now, zoom: next }));
  const onReset = () => change((now) => ({ ...now, zoom: null }));
  return (
    <section className={classes.card} style={{ width, height }} aria-label={attribute}>
      <Head {...props} settings={settings} lines={data} zoom={zoom} />
      <div className={classes.plot} data-stale={lines.isPlaceholderData}>
        {data.length > 0 ? (
          <LineChart
            lines={data}
            settings={settings}
            zoom={zoom}
            width={plotWidth}
            height={plotHeight}
            scheme={scheme}
            onPoint={setPointed}
            onZoom={onZoom}
            onReset={onReset}
            onPin={() => setPinned((now) => !now)}
          />
        ) : (
          <div className={classes.note} role="status">
            {lines.isError ? explain(lines.error) : lines.isPending ? '' : zoom === null ? 'No points' : 'No points in this range'}
          </div>
        )}
        {data.length > 0 && isPinned && (
          <div className={classes.legend} style={{ maxHeight: plotHeight - 8 }}>
            <Legend lines={data} mode={settings.x} pointed={pointed} isPinned unpin={() => setPinned(false)} />
          </div>
        )}
        {data.length > 0 && !isPinned && pointed !== null && (
          <Portal>
            <div className={classes.floating} style={besidePointer(pointed)}>
              <Legend lines={data} mode={settings.x} pointed={pointed} isPinned={false} />
            </div>
          </Portal>
        )}
      </div>
    </section>
  );
});

function useChartLines(props: ChartCardProps, settings: ChartSettings, zoom: ChartsView['zoom'], plotWidth: number) {
  const { project, attribute, runs, experiments } = props;
  const request = useMemo(
    () => ({
      project,
      attribute,
      runs: runs.map((run) => run.id),
      x: settings.x,
      xLog: settings.xLog,
      from: zoom?.[0] ?? null,
      to: zoom?.[1] ?? null,
      bucketsMax: bucketsFor(plotWidth, runs.length),
      previews: settings.previews,
      inherited: settings.inherited,
      experiments,
    }),
    [project, attribute, runs, settings.x, settings.xLog, zoom, plotWidth, settings.previews, settings.inherited, experiments],
  );
  return useLines(request, true);
}

const legendHeight = 250;

/** On the side of the pointer with room, within the window. */
function besidePointer({ left, top }: Pointed) {
  const isRight = left + legendWidth + 20 < window.innerWidth;
  return {
    ...(isRight ? { left: left + 16 } : { right: window.innerWidth - left + 16 }),
    top: Math.max(8, Math.min(top - 20, window.innerHeight - legendHeight)),
  };
}

interface HeadProps extends ChartCardProps {
  settings: ChartSettings;
  lines: readonly ChartLine[];
  zoom: ChartsView['zoom'];
}

function Head({ attribute, title, view, change, settings, lines, zoom, isFull = false }: HeadProps) {
  const override = view.overrides[attribute];
  const set = (part: Partial<ChartSettings> | null) =>
    change((now) => {
      const { [attribute]: before, ...others } = now.overrides;
      return { ...now, overrides: part === null ? others : { ...others, [attribute]: { ...before, ...part } } };
    }, 'replace');
  const save = (kind: 'png' | 'svg' | 'csv') => void downloadChart(kind, { title: attribute, lines, settings, zoom });
  return (
    <header className={classes.head} style={{ height: headHeight }}>
      <h3 className="name" title={attribute}>
        <bdi>{isFull ? attribute : title}</bdi>
      </h3>
      {override && <span className={classes.overridden} title="This chart has settings of its own" />}
      <div className={classes.tools} data-full={isFull}>
        <Popover width={280} position="bottom-end">
          <Popover.Target>
            <ActionIcon size="sm" aria-label={`Settings of ${attribute}`}>
              <SettingsIcon size={14} />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown>
            <SettingsForm settings={settings} set={set} {...(override ? { reset: () => set(null) } : {})} />
          </Popover.Dropdown>
        </Popover>
        <Menu>
          <Menu.Target>
            <ActionIcon size="sm" aria-label={`Download ${attribute}`}>
              <DownloadIcon size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => save('png')}>Picture (PNG)</Menu.Item>
            <Menu.Item onClick={() => save('svg')}>Drawing (SVG)</Menu.Item>
            <Menu.Item onClick={() => save('csv')}>Values (CSV)</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={isFull ? 'Close' : 'Full screen'}>
          <ActionIcon
            size="sm"
            aria-label={isFull ? 'Leave full screen' : `Full screen: ${attribute}`}
            onClick={() => change((now) => ({ ...now, full: isFull ? null : attribute }))}
          >
            {isFull ? <CloseIcon size={14} /> : <FullIcon size={14} />}
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}
