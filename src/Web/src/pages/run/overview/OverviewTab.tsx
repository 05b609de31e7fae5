import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';

import { FullScreen } from '../../../charts/grid/FullScreen';
import { useChartChange, ViewChart } from '../../../charts/grid/ViewChart';
import { Path } from '../../../components/Name';
import { ErrorState, Loading } from '../../../components/States';
import { useStoredSet } from '../../../browser/useStored';
import { valueText } from '../../../model/attributeText';
import type { Change } from '../../../model/change';
import type { ChartRun } from '../../../model/chartRun';
import type { ChartsView } from '../../../model/chartsView';
import { isLowerBetter } from '../../../model/direction';
import { formatNumber, plural } from '../../../model/format';
import type { Run } from '../../../model/run';
import type { RunView } from '../../../model/runView';
import { runPath } from '../../../url/route';
import { printRun } from '../../../url/run';
import { Link } from '../../../components/Link';
import { RunInformation } from '../attributes/RunInformation';
import { useAttributes } from '../useRun';
import { LineageStrip } from './LineageStrip';
import { Notes } from './Notes';
import classes from './OverviewTab.module.css';
import { keyMetrics, settingsOf, type Setting } from './overview';
import { useFormer } from './useFormer';
import { useTableMetrics } from './useTableMetrics';

export interface OverviewTabProps {
  project: string;
  run: Run;
  runs: readonly ChartRun[];
  view: RunView;
  change: Change<RunView>;
  changeCharts: Change<ChartsView>;
}

const chartsMax = 6;
const settingsMax = 60;
const chartHeight = 210;
const gap = 12;
const ownAttributes = '!^sys/';

/** What one wants to know of a run first: what it came to, how it went there, and with what settings. */
export function OverviewTab({ project, run, runs, view, change, changeCharts }: OverviewTabProps) {
  const attributes = useAttributes(project, run.id, ownAttributes, run.state === 'running');
  const [starred] = useStoredSet(`starred ${project}`);
  const all = useMemo(() => [...(attributes.data?.values() ?? [])], [attributes.data]);
  const inTable = useTableMetrics(project);
  const metrics = useMemo(() => keyMetrics(all, starred, inTable), [all, starred, inTable]);
  const settings = useMemo(() => settingsOf(all), [all]);
  const former = useFormer(project, run, settings);
  if (attributes.isPending) return <Loading label="Loading the run" />;
  if (attributes.data === undefined) {
    return (
      <ErrorState
        what="What the run logged could not be loaded"
        error={attributes.error}
        retry={() => void attributes.refetch()}
      />
    );
  }
  const show = (attribute: string) => runPath(project, run.id, printRun({ ...view, tab: 'attributes', attribute }));
  return (
    <div className={classes.scroll}>
      <div className={classes.page}>
        <div className={classes.main}>
          <Notes project={project} run={run} />
          {metrics.length > 0 ? (
            <>
              <section className={classes.figures} aria-label="Key figures">
                {metrics.map(({ name, last, min, max, lastStep }) => {
                  const best = isLowerBetter(name) ? min : max;
                  return (
                    <Link key={name} className={classes.figure} to={show(name)}>
                      <Path className={classes.figureName}>{name}</Path>
                      <span className={`number ${classes.figureValue}`}>
                        {last === null ? '–' : formatNumber(last)}
                      </span>
                      <span className={classes.faint}>
                        {[
                          ...(best === null ? [] : [`best ${formatNumber(best)}`]),
                          ...(lastStep === null ? [] : [`step ${formatNumber(lastStep)}`]),
                        ].join(' · ')}
                      </span>
                    </Link>
                  );
                })}
              </section>
              <Charts
                project={project}
                runs={runs}
                view={view}
                change={change}
                changeCharts={changeCharts}
                ids={metrics.slice(0, chartsMax).map(({ name }) => name)}
              />
            </>
          ) : (
            <section className={classes.panel}>
              <p className={classes.faint}>No metrics yet: they appear here as soon as they are logged.</p>
            </section>
          )}
          <Settings settings={settings} former={former} show={show} project={project} />
        </div>
        <div className={classes.side}>
          <LineageStrip project={project} run={run} />
          <RunInformation project={project} run={run} />
          <Source attributes={all} />
        </div>
      </div>
    </div>
  );
}

interface ChartsProps extends Omit<OverviewTabProps, 'run'> {
  ids: readonly string[];
}

function Charts({ project, runs, view, changeCharts, ids }: ChartsProps) {
  const { ref, width } = useElementSize();
  const onChange = useChartChange(changeCharts);
  const columns = Math.max(1, Math.min(ids.length, Math.floor((width + gap) / (280 + gap))));
  const cardWidth = Math.floor((width - (columns - 1) * gap) / columns);
  return (
    <section ref={ref} className={classes.charts} aria-label="Charts">
      {width > 0 &&
        ids.map((id) => (
          <ViewChart
            key={id}
            project={project}
            runs={runs}
            experiments={false}
            view={view.charts}
            onChange={onChange}
            id={id}
            width={cardWidth}
            height={chartHeight}
          />
        ))}
      <FullScreen project={project} runs={runs} experiments={false} view={view.charts} change={changeCharts} />
    </section>
  );
}

interface SettingsProps {
  settings: readonly Setting[];
  former: ReturnType<typeof useFormer>;
  project: string;
  show: (attribute: string) => string;
}

/** What the run was given; first what it was given otherwise than the run before. */
function Settings({ settings, former, project, show }: SettingsProps) {
  if (settings.length === 0) return null;
  const differs = (setting: Setting) => former.isKnown && former.texts.get(setting.name) !== setting.text;
  const shown = [...settings].sort((a, b) => Number(differs(b)) - Number(differs(a))).slice(0, settingsMax);
  const count = settings.filter(differs).length;
  return (
    <section className={classes.panel} aria-label="Settings">
      <h2>Settings</h2>
      {former.run !== null && former.isKnown && (
        <p className={classes.faint}>
          {count === 0 ? 'The same as of ' : `${plural(count, 'setting')} differ from `}
          <Link className="link" to={runPath(project, former.run.id)}>
            <bdi>{former.run.name ?? former.run.customId}</bdi>
          </Link>
          {former.isParent ? ', from which it was forked.' : ', the run before.'}
        </p>
      )}
      <dl className={classes.settings}>
        {shown.map((setting) => {
          const before = former.texts.get(setting.name);
          return (
            <div key={setting.name} data-differs={differs(setting)}>
              <dt>
                <Link to={show(setting.name)}>
                  <Path>{setting.name}</Path>
                </Link>
              </dt>
              <dd className="number">
                <bdi title={setting.text.slice(0, 500)}>{setting.text.slice(0, 120)}</bdi>
                {differs(setting) && (
                  <span className={classes.before}>was {before === undefined ? 'not set' : before.slice(0, 60)}</span>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {settings.length > shown.length && (
        <p className={classes.faint}>{plural(settings.length - shown.length, 'more setting')}: see Attributes.</p>
      )}
    </section>
  );
}

const sourcePaths = ['branch', 'commit/commit_id', 'commit/message', 'run_command', 'dirty'];

function Source({ attributes }: { attributes: readonly Parameters<typeof valueText>[0][] }) {
  const found = sourcePaths.flatMap((path) => attributes.find(({ name }) => name === `source_code/${path}`) ?? []);
  if (found.length === 0) return null;
  return (
    <section className={classes.panel} aria-label="Source code">
      <h2>Source code</h2>
      <dl className={classes.facts}>
        {found.map((attribute) => (
          <div key={attribute.name}>
            <dt>{attribute.name.split('/').at(-1)!.replaceAll('_', ' ')}</dt>
            <dd>
              <bdi title={valueText(attribute)}>{valueText(attribute).slice(0, 160)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
