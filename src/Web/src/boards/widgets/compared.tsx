import { useMemo, useState, type ComponentType } from 'react';

import type { WidgetDto } from '../../api/dashboards';
import { EmptyState } from '../../components/States';
import type { AttributesSpec } from '../../widgets/attributes/spec';
import type { BarsSpec } from '../../widgets/bars/spec';
import type { MediaSpec } from '../../widgets/media/spec';
import type { ParallelSpec } from '../../widgets/parallel/spec';
import { widgets } from '../../widgets/registry';
import type { ScatterSpec } from '../../widgets/scatter/spec';
import type { WidgetProps } from '../../widgets/widget';
import { useBoardApi } from '../boardApi';
import { readField, readFields, withOptions } from '../options';
import type { BoardScope, BoardWidgetProps, WidgetFormProps } from '../widget';
import classes from '../boards.module.css';

/** A widget of the side-by-side tab, as a board has it. */
interface Compared<Spec> {
  Widget: ComponentType<WidgetProps<Spec>>;
  read: (options: Record<string, unknown>, scope: BoardScope, dto: WidgetDto) => Spec;
  /** What somebody who only looks may change, and what is then gone with the page. */
  looks: readonly (keyof Spec)[];
}

/** The view and the form of such a widget: in the form, its tool bar sets what the document keeps. */
function compared<Spec extends object>({ Widget, read, looks }: Compared<Spec>) {
  function View(props: BoardWidgetProps) {
    const { project, runs, baseline, dto } = props;
    const [looked, setLooked] = useState<Partial<Spec>>({});
    const spec = useSpec(read, props);
    if (runs.length === 0) return <NoRunsShown />;
    const onlyLooks = (part: Partial<Spec>) => {
      const allowed = Object.entries(part).filter(([key]) => looks.includes(key as keyof Spec));
      setLooked((now) => ({ ...now, ...Object.fromEntries(allowed) }));
    };
    return (
      <Widget
        key={dto.id}
        project={project}
        runs={runs}
        baseline={baseline}
        spec={{ ...spec, ...looked }}
        isBare
        {...(looks.length > 0 ? { onChange: onlyLooks } : {})}
      />
    );
  }

  function Form(props: WidgetFormProps) {
    const { project, runs, baseline, dto, change } = props;
    const spec = useSpec(read, props);
    return (
      <div className={classes.preview}>
        <Widget
          project={project}
          runs={runs}
          baseline={baseline}
          spec={spec}
          onChange={(part, how) =>
            change(withOptions(dto, part), how === 'replace' ? Object.keys(part).join() : undefined)
          }
        />
      </div>
    );
  }

  return { View, Form };
}

function useSpec<Spec>(read: Compared<Spec>['read'], props: BoardScope & { dto: WidgetDto }): Spec {
  const { project, runs, experiments, baseline, dto } = props;
  return useMemo(
    () => read(dto.options ?? {}, { project, runs, experiments, baseline }, dto),
    [read, project, runs, experiments, baseline, dto],
  );
}

/** Said by each widget that needs runs. */
export function NoRunsShown() {
  const { noun } = useBoardApi();
  return (
    <EmptyState title="No runs are shown">
      {noun === 'report'
        ? 'Put the widget into a section, which says what runs it shows.'
        : 'Click the eye next to a run to show it here.'}
    </EmptyState>
  );
}

const filterOf = (options: Record<string, unknown>, dto: WidgetDto): string => {
  if (typeof options.filter === 'string') return options.filter;
  const names = (dto.attributes ?? []).map(({ name }) => `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
  return [...names, ...(dto.attributeNameMustMatchRegexes ?? [])].join(' | ');
};

const isFlag = (value: unknown) => value === true;

export const bars = compared<BarsSpec>({
  Widget: widgets.bars,
  read: (options) => ({ bar: readField(options.bar), colorBy: readField(options.colorBy) }),
  looks: [],
});

export const scatter = compared<ScatterSpec>({
  Widget: widgets.scatter,
  read: (options, _, { attributes = [] }) => ({
    x: readField(options.x),
    y: readField(options.y) ?? readField({ path: attributes[0]?.name, type: attributes[0]?.type }),
    xLog: isFlag(options.xLog),
    yLog: isFlag(options.yLog),
    colorBy: readField(options.colorBy),
  }),
  looks: [],
});

export const parallel = compared<ParallelSpec>({
  Widget: widgets.parallel,
  read: (options) => ({ axes: readFields(options.axes), brushes: {}, colorBy: readField(options.colorBy) }),
  looks: ['brushes'],
});

export const attributes = compared<AttributesSpec>({
  Widget: widgets.attributes,
  read: (options, { baseline }, dto) => ({
    filter: filterOf(options, dto),
    onlyDifferent: isFlag(options.onlyDifferent),
    reference: baseline,
    directions: {},
  }),
  looks: ['reference'],
});

export const media = compared<MediaSpec>({
  Widget: widgets.media,
  read: (options, _, dto) => ({
    filter: filterOf(options, dto),
    step: typeof options.step === 'number' ? options.step : null,
  }),
  looks: ['step'],
});
