import { ActionIcon, CopyButton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, type ReactNode } from 'react';

import { FullScreen } from '../../../charts/grid/FullScreen';
import { useChartChange, ViewChart } from '../../../charts/grid/ViewChart';
import { CheckIcon, CopyIcon } from '../../../components/icons';
import type { Attribute, SeriesFigures } from '../../../model/attribute';
import { valueText } from '../../../model/attributeText';
import type { Change } from '../../../model/change';
import type { ChartsView } from '../../../model/chartsView';
import { formatNumber } from '../../../model/format';
import type { Run } from '../../../model/run';
import { typeLabel } from '../../../model/words';
import { FileSeriesView } from '../files/FileSeriesView';
import { FileView } from '../files/FileView';
import { LogView } from '../../../widgets/logs/LogView';
import { HistogramView } from '../../../widgets/histogram/HistogramView';
import classes from './Preview.module.css';

export interface PreviewProps {
  project: string;
  run: Run;
  attribute: Attribute;
  charts: ChartsView;
  changeCharts: Change<ChartsView>;
}

/** One attribute, shown as its type is best seen. */
export function Preview(props: PreviewProps) {
  const { attribute } = props;
  return (
    <>
      <header className={classes.head}>
        <h2 className="name" title={attribute.name}>
          <bdi>{attribute.name}</bdi>
        </h2>
        <Copy value={attribute.name} label="Copy the name" />
        <span className={classes.type}>{typeLabel(attribute.type)}</span>
      </header>
      <Content {...props} />
    </>
  );
}

function Content({ project, run, attribute, charts, changeCharts }: PreviewProps) {
  const place = { project, run: run.id, attribute: attribute.name };
  switch (attribute.type) {
    case 'floatSeries':
      return (
        <MetricView project={project} run={run} attribute={attribute} charts={charts} changeCharts={changeCharts} />
      );
    case 'stringSeries':
      return <LogView {...place} />;
    case 'histogramSeries':
      return <HistogramView {...place} />;
    case 'fileRef':
      return (
        <FileView project={project} file={attribute.file} name={attribute.name.split('/').at(-1) ?? attribute.name} />
      );
    case 'fileRefSeries':
      return <FileSeriesView {...place} />;
    default: {
      // All digits: this is where a value is copied from.
      const text = attribute.type === 'float' ? String(attribute.value) : valueText(attribute);
      return (
        <div className={classes.value}>
          <pre>
            <bdi>{text === '' ? '(empty)' : text}</bdi>
          </pre>
          <Copy value={text} label="Copy the value" />
        </div>
      );
    }
  }
}

interface MetricViewProps extends PreviewProps {
  attribute: { name: string; type: 'floatSeries' } & SeriesFigures;
}

const figures = ['last', 'min', 'max', 'average', 'variance'] as const;

function MetricView({ project, run, attribute, charts, changeCharts }: MetricViewProps) {
  const { ref, width } = useElementSize();
  const label = run.name ?? run.customId;
  const runs = useMemo(() => [{ id: run.id, label }], [run.id, label]);
  const onChange = useChartChange(changeCharts);
  return (
    <div className={classes.metric}>
      <dl className={classes.figures}>
        {figures.map((figure) => (
          <Figure key={figure} name={figure}>
            {attribute[figure] === null ? '–' : formatNumber(attribute[figure])}
          </Figure>
        ))}
        <Figure name="last step">{attribute.lastStep === null ? '–' : formatNumber(attribute.lastStep)}</Figure>
      </dl>
      <div ref={ref}>
        {width > 0 && (
          <ViewChart
            project={project}
            runs={runs}
            experiments={false}
            view={charts}
            onChange={onChange}
            id={attribute.name}
            name={attribute.name.split('/').at(-1) ?? attribute.name}
            width={width}
            height={Math.min(480, Math.max(260, width * 0.5))}
          />
        )}
      </div>
      <FullScreen project={project} runs={runs} experiments={false} view={charts} change={changeCharts} />
    </div>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{children}</dd>
    </div>
  );
}

function Copy({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon size="sm" aria-label={label} title={label} onClick={copy}>
          {copied ? <CheckIcon size={13} /> : <CopyIcon size={13} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
