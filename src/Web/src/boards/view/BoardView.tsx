import { useElementSize, useMediaQuery } from '@mantine/hooks';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { useStoredSet } from '../../browser/useStored';
import { EmptyState, ErrorState } from '../../components/States';
import { AsOfContext } from '../../data/asOf';
import { axesSettings } from '../../model/axes';
import { axisKey, type ChartSettings } from '../../model/chartSettings';
import type { Chosen } from '../../model/chosen';
import classes from '../boards.module.css';
import { heightOf, rowsOf, sectionOf, widgetOf, type Board, type BoardSection } from '../board';
import { madeWidgets, withMade } from '../dynamic';
import { foldSection } from '../edit';
import { isDynamic, isFolded, readDynamic, readLine } from '../options';
import { RunKey } from '../reports/RunKey';
import { useBoardApi } from '../boardApi';
import reportClasses from '../reports/reports.module.css';
import { useSectionScopes } from '../reports/useSectionScopes';
import { boardSettings, settingsOf, type BoardSettings } from '../settings';
import { useProjectSettings } from '../useProjectSettings';
import { shownSections } from '../variables';
import type { BoardScope } from '../widget';
import { FullWidget } from './FullWidget';
import { SectionGrid } from './SectionGrid';
import { SectionHead } from './SectionHead';
import { notShowing, type Showing } from './ShowMenu';
import { SlideBar } from './SlideBar';
import { useBoardKeys } from './useBoardKeys';
import { useDynamic } from './useDynamic';
import { useLook, type Looked } from './useLook';
import { Nearness, NearnessContext } from './useNear';
import { usePrinted } from './usePrinted';
import { useVariables } from './useVariables';
import { VariablesBar } from './VariablesBar';
import type { Editing, SectionChoice } from './WidgetFrame';

export interface BoardViewProps extends BoardScope {
  board: Board;
  /** What is folded on this board is remembered under it. */
  branch: string;
  /** For the board's variables; left out where it has none. */
  chosen?: Chosen;
  choose?: (chosen: Chosen) => void;
  /** Whether it is presented or printed; left out where neither can be. */
  showing?: Showing;
  show?: (how: Showing) => void;
  /** null: nobody edits. */
  editing: Editing | null;
  /** Opens the palette for a section. */
  add: (section: string) => void;
}

/** The widgets of a board, section by section. Only what is near is drawn and fetched. */
export function BoardView(props: BoardViewProps) {
  const { project, runs, experiments, baseline, board, branch, editing, add } = props;
  const { chosen = nothingChosen, choose, showing = notShowing, show } = props;
  const scope = useMemo(() => ({ project, runs, experiments, baseline }), [project, runs, experiments, baseline]);
  const { rest } = board;
  const inherited = useProjectSettings(project);
  const settings = useMemo(() => ({ ...inherited.settings, ...boardSettings(rest) }), [inherited.settings, rest]);
  const [turned, setTurned] = useStoredSet(`folded board ${branch}`);
  const isShut = useCallback(
    (section: BoardSection) => isFolded(section.head) !== (editing === null && turned.has(section.id)),
    [editing, turned],
  );
  const variables = useVariables(scope, rest, chosen);
  const { filler } = variables;
  const isEdited = editing !== null;
  const sections = useMemo(
    () => board.sections.flatMap((section) => shownSections(section, filler, isEdited)),
    [board.sections, filler, isEdited],
  );
  const { noun } = useBoardApi();
  const scopes = useSectionScopes(scope, board.sections);
  const dynamic = useDynamic(scope, sections.filter((section) => !isShut(section)));
  const shown = useMemo(
    () => ({ ...board, sections: sections.map((section) => filled(section, dynamic.of(section.id))) }),
    [board, sections, dynamic],
  );
  const look = useBoardLook(shown, settings);
  const isNarrow = useMediaQuery('(max-width: 700px)') ?? false;
  const { ref: sizer, width } = useElementSize();
  const [nearness, scroller] = useNearness();
  const slides = showing.isPresenting ? shown.sections.filter(({ widgets }) => widgets.length > 0) : [];
  const [slide, setSlide] = useState(0);
  const slideAt = Math.min(slide, slides.length - 1);
  const drawn = slides.length > 0 ? [slides[slideAt]!] : shown.sections;
  usePrinted(nearness, showing.isPrinting, () => show?.(notShowing));
  const endSlides = () => {
    if (document.fullscreenElement !== null) void document.exitFullscreen();
    setSlide(0);
    show?.(notShowing);
  };
  const open = useMemo(
    () => ({ ...shown, sections: shown.sections.filter((section) => !isShut(section)) }),
    [shown, isShut],
  );
  const fullScope = scopes.of((look.full !== null && sectionOf(shown, look.full.slice(1))?.id) || '');
  const keys = useBoardKeys(open, editing, look);
  const choices = useMemo(() => board.sections.filter(({ head }) => !isDynamic(head)).map(choiceOf), [board.sections]);
  const fold = (section: BoardSection) => {
    if (editing !== null) editing.edit(foldSection(section.id, !isFolded(section.head)));
    else setTurned((now) => (now.delete(section.id) ? now : now.add(section.id)));
  };
  return (
    <NearnessContext value={nearness}>
      {choose && <VariablesBar list={variables.list} chosen={chosen} choose={choose} />}
      {slides.length > 0 && (
        <SlideBar
          name={drawn[0]!.head?.name || board.name}
          at={slideAt}
          count={slides.length}
          go={setSlide}
          end={endSlides}
        />
      )}
      <div
        ref={scroller}
        className={classes.scroller}
        data-slide={slides.length > 0}
        data-board
        onKeyDown={keys.press}
        onFocus={keys.focused}
      >
        {scopes.error !== null && <ErrorState what="The runs of the report could not be found" error={scopes.error} />}
        <div ref={sizer} className={noun === 'report' ? reportClasses.paper : undefined}>
          {width > 0 &&
            nearness !== null &&
            !variables.isPending &&
            !inherited.isPending &&
            !scopes.isPending &&
            drawn.map((section) => (
              <div key={section.id} data-section={section.id}>
                {slides.length === 0 && (
                  <SectionHead
                    project={project}
                    scope={scopes.of(section.id)}
                    settings={settings}
                    variables={variables.list.map(({ variable }) => variable.name)}
                    section={(isEdited && board.sections.find(({ id }) => id === section.id)) || section}
                    count={countOf(section, dynamic.of(section.id) !== undefined)}
                    isFolded={isShut(section)}
                    fold={() => fold(section)}
                    edit={editing?.edit ?? null}
                    add={() => add(section.id)}
                  />
                )}
                {(slides.length > 0 || !isShut(section)) && (
                  <AsOfContext value={scopes.of(section.id).asOf ?? null}>
                    <RunKey section={section} scope={scopes.of(section.id)} />
                    <Filling {...props} {...scopes.of(section.id)} section={section} error={dynamic.error} />
                    <Suspense fallback={<div style={{ height: heightOf(rowsOf(section.widgets)) }} />}>
                      <SectionGrid
                        section={section}
                        width={width}
                        isNarrow={isNarrow}
                        // Made widgets are not in the document.
                        editing={readDynamic(section.head) === null ? editing : null}
                        frame={{
                          ...scopes.of(section.id),
                          settings: settingsOf(section.head, settings),
                          look: look.chart,
                          sections: editing === null ? noSections : othersOf(choices, section.id),
                        }}
                        active={keys.active}
                        moving={keys.moving}
                      />
                    </Suspense>
                  </AsOfContext>
                )}
              </div>
            ))}
        </div>
      </div>
      <div className="visually-hidden" role="status" aria-live="assertive">
        {keys.said}
      </div>
      <AsOfContext value={fullScope.asOf ?? null}>
        <FullWidget board={shown} full={look.full} {...fullScope} settings={settings} look={look.chart} />
      </AsOfContext>
    </NearnessContext>
  );
}

/** null: a dynamic section that nobody asked for yet. */
function countOf({ head, widgets }: BoardSection, isFound: boolean): number | null {
  return readDynamic(head) !== null && !isFound ? null : widgets.length;
}

function filled(section: BoardSection, found: ReturnType<ReturnType<typeof useDynamic>['of']>): BoardSection {
  const options = readDynamic(section.head);
  return options === null || found === undefined ? section : withMade(section, madeWidgets(section.id, options, found));
}

/** Charts of the same kind of axis share their zoom. */
function useBoardLook(board: Board, settings: BoardSettings): { full: string | null; chart: Looked } {
  const latest = useRef({ board, settings });
  useEffect(() => {
    latest.current = { board, settings };
  });
  const axisOf = useCallback((id: string, looked: Partial<ChartSettings> | undefined) => {
    const { board: now, settings: common } = latest.current;
    const widget = widgetOf(now, id.slice(1));
    const head = sectionOf(now, id.slice(1))?.head ?? null;
    const { chart, settings: own } = widget === undefined ? { chart: null, settings: {} } : readLine(widget.dto);
    return axisKey({ ...settingsOf(head, common), ...axesSettings(chart?.axes), ...own, ...looked });
  }, []);
  const chart = useLook(axisOf);
  return { full: chart.full, chart };
}

function useNearness(): [Nearness | null, (element: HTMLElement | null) => (() => void) | undefined] {
  const [nearness, setNearness] = useState<Nearness | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const made = new Nearness(element);
    setNearness(made);
    return () => made.close();
  }, []);
  return [nearness, ref];
}

const noSections: readonly SectionChoice[] = [];
const nothingChosen: Chosen = {};

function choiceOf({ id, head }: BoardSection): SectionChoice {
  return { id, name: head === null ? 'The top' : (head.name ?? '') || 'Section' };
}

const others = new WeakMap<readonly SectionChoice[], Map<string, SectionChoice[]>>();

/** The same list for the same sections: frames render only when something of theirs changes. */
function othersOf(choices: readonly SectionChoice[], id: string): readonly SectionChoice[] {
  const byId = others.get(choices) ?? new Map<string, SectionChoice[]>();
  others.set(choices, byId);
  const found = byId.get(id) ?? choices.filter((choice) => choice.id !== id);
  byId.set(id, found);
  return found;
}

interface FillingProps extends BoardViewProps {
  section: BoardSection;
  error: Error | null;
}

/** What stands in place of widgets where a section has none. */
function Filling({ section, editing, add, runs, error }: FillingProps) {
  const options = readDynamic(section.head);
  if (options !== null && error !== null && section.widgets.length === 0) {
    return <ErrorState what="The names could not be found" error={error} />;
  }
  if (section.widgets.length > 0) return null;
  if (options !== null) {
    return (
      <div className={classes.hollow}>
        {options.must.length === 0
          ? 'Say under Names… which names this section shows.'
          : runs.length === 0
            ? 'No runs are shown: click the eye next to a run.'
            : 'Nothing that the shown runs logged has such a name.'}
      </div>
    );
  }
  if (editing !== null) {
    return (
      <button type="button" className={classes.hollow} style={{ width: '100%' }} onClick={() => add(section.id)}>
        Add a widget, or drag one here
      </button>
    );
  }
  return section.head === null ? (
    <EmptyState title="This dashboard is empty">Press Edit to add widgets.</EmptyState>
  ) : (
    <div className={classes.hollow}>No widgets in this section</div>
  );
}
