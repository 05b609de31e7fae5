import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';

import { FilterInput } from '../../../components/FilterInput';
import { DownIcon, FolderIcon, RightIcon } from '../../../components/icons';
import { EmptyState, ErrorState, Loading } from '../../../components/States';
import type { Attribute } from '../../../model/attribute';
import { valueText } from '../../../model/attributeText';
import type { Change } from '../../../model/change';
import type { ChartsView } from '../../../model/chartsView';
import { ApiError } from '../../../model/errors';
import { plural } from '../../../model/format';
import type { Run } from '../../../model/run';
import type { RunView } from '../../../model/runView';
import { attributesMax, useAttribute, useAttributes } from '../useRun';
import classes from './AttributesTab.module.css';
import { Preview } from './Preview';
import { treeRows, type TreeRow } from './tree';

export interface AttributesTabProps {
  project: string;
  run: Run;
  view: RunView;
  change: Change<RunView>;
  changeCharts: Change<ChartsView>;
}

const rowHeight = 28;

/** Everything the run has, as a tree, and a preview of the one that is chosen. */
export function AttributesTab({ project, run, view, change, changeCharts }: AttributesTabProps) {
  const attributes = useAttributes(project, run.id, view.filter, run.state === 'running');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [linked] = useState(view.attribute);
  const listed = view.attribute === null ? undefined : attributes.data?.get(view.attribute);
  const isUnlisted = attributes.data !== undefined && listed === undefined;
  const { data: unlisted } = useAttribute(project, run, view.attribute, isUnlisted);
  const chosen = listed ?? (isUnlisted ? unlisted : undefined);
  const rows = useMemo(() => {
    const all = [...(attributes.data?.values() ?? [])];
    // What the list has no room for has its place among the rest.
    if (unlisted && isUnlisted && view.filter === '') all.push(unlisted);
    return treeRows(all, toggled, view.filter !== '', linked);
  }, [attributes.data, unlisted, isUnlisted, toggled, view.filter, linked]);
  const toggle = (path: string) =>
    setToggled((now) => {
      const next = new Set(now);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const count = attributes.data?.size ?? 0;
  const refused =
    attributes.error instanceof ApiError && attributes.error.status === 400 ? attributes.error.message : undefined;
  return (
    <div className={classes.tab}>
      <div className={classes.side}>
        <div className={classes.bar}>
          <FilterInput
            label="Filter attributes (regex)"
            placeholder="Filter attributes"
            width="100%"
            value={view.filter}
            onChange={(filter) => change((now) => ({ ...now, filter }), 'replace')}
            error={refused}
          />
          <span className={classes.count}>{attributes.data && plural(count, 'attribute')}</span>
        </div>
        {attributes.isError && refused === undefined && attributes.data === undefined ? (
          <ErrorState
            what="The attributes could not be loaded"
            error={attributes.error}
            retry={() => void attributes.refetch()}
          />
        ) : attributes.isPending ? (
          <Loading label="Loading attributes" />
        ) : rows.length === 0 ? (
          <EmptyState title={view.filter === '' ? 'Nothing logged yet' : 'No matching attributes'} />
        ) : (
          <Tree
            rows={rows}
            chosen={view.attribute}
            linked={linked}
            toggle={toggle}
            choose={(attribute) => change((now) => ({ ...now, attribute }), 'replace')}
          />
        )}
        {count >= attributesMax && <div className={classes.note}>Filter to see the rest.</div>}
      </div>
      <div className={classes.preview}>
        {chosen === null ? (
          <EmptyState title="The run has no attribute of that name">
            <bdi className={classes.missing}>{view.attribute}</bdi> has not been logged. Choose another one on the left.
          </EmptyState>
        ) : chosen === undefined ? (
          <EmptyState title="Choose an attribute">It is shown here as its type is best seen.</EmptyState>
        ) : (
          <Preview
            key={chosen.name}
            project={project}
            run={run}
            attribute={chosen}
            charts={view.charts}
            changeCharts={changeCharts}
          />
        )}
      </div>
    </div>
  );
}

const depthMax = 12;

function indent(row: TreeRow): number {
  const chevron = row.kind === 'attribute' && row.depth > 0 ? 4 : 0;
  return 10 + Math.min(row.depth, depthMax) * 17 + chevron;
}

interface TreeProps {
  rows: readonly TreeRow[];
  chosen: string | null;
  /** Where a link leads: the tree opens there. */
  linked: string | null;
  toggle: (path: string) => void;
  choose: (path: string) => void;
}

function Tree({ rows, chosen, linked, toggle, choose }: TreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const goal = useRef(linked);
  useEffect(() => {
    const at = rows.findIndex(({ kind, path }) => kind === 'attribute' && path === goal.current);
    if (at < 0) return;
    goal.current = null;
    virtual.scrollToIndex(at, { align: 'center' });
  }, [rows, virtual]);
  return (
    <div ref={scroller} className={classes.scroller}>
      <div role="tree" aria-label="Attributes" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]!;
          return (
            <button
              key={item.index}
              type="button"
              role="treeitem"
              className={classes.row}
              aria-level={row.depth + 1}
              aria-selected={row.kind === 'attribute' && row.path === chosen}
              aria-expanded={row.kind === 'folder' ? row.isOpen : undefined}
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: indent(row) }}
              onClick={() => (row.kind === 'folder' ? toggle(row.path) : choose(row.path))}
            >
              {row.kind === 'folder' ? <FolderRow row={row} /> : <Leaf name={row.name} attribute={row.attribute} />}
            </button>
          );
        })}
      </div>
    </div>
  );
}

function FolderRow({ row }: { row: Extract<TreeRow, { kind: 'folder' }> }) {
  return (
    <>
      {row.isOpen ? <DownIcon size={13} /> : <RightIcon size={13} />}
      <FolderIcon size={14} />
      <bdi className={`name ${classes.folder}`} title={row.path}>
        {row.name === '' ? '(empty)' : row.name}
      </bdi>
      <span className={classes.count}>{row.count}</span>
    </>
  );
}

function Leaf({ name, attribute }: { name: string; attribute: Attribute }) {
  const text = valueText(attribute);
  return (
    <>
      <bdi className={`name ${classes.leaf}`} title={attribute.name}>
        {name === '' ? '(empty)' : name}
      </bdi>
      <bdi className={`name ${classes.value} number`} title={text.slice(0, 500)}>
        {text.slice(0, 200)}
      </bdi>
    </>
  );
}
