import { Button, Modal, Progress } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';

import { download, safeFileName } from '../../browser/download';
import { pictureOf, svgOf } from '../../browser/picture';
import { explain } from '../../model/errors';
import classes from '../boards.module.css';
import type { BoardSection } from '../board';
import type { Nearness } from '../view/useNear';
import type { OutDocument, OutRun, OutSection } from './document';
import type { Figures } from './figures';
import { sectionOut } from './gather';
import { documentHtml } from './html';
import type { OutKind } from './kinds';
import { markdownFiles } from './markdown';
import { printHtml } from './print';
import { allDrawn } from './ready';

/** A section of the board as the page has it. */
export interface MadeSection {
  section: BoardSection;
  isFolded: boolean;
  runs: readonly OutRun[];
  /** It brings its own runs: its legend stands under its heading. */
  isOwn: boolean;
}

export interface MakerProps {
  kind: OutKind;
  title: string;
  /** Project and version. */
  facts: readonly string[];
  runs: readonly OutRun[];
  sections: readonly MadeSection[];
  /** What holds the widgets, and what draws them wherever they are. */
  root: HTMLElement;
  nearness: Nearness;
  figures: Figures;
  done: () => void;
}

/** Makes a file of a board, or prints it: all of it is drawn first, and has its values. */
export function Maker(props: MakerProps) {
  const { kind, root, nearness, done } = props;
  const client = useQueryClient();
  const [drawn, setDrawn] = useState(0);
  const [failure, setFailure] = useState<unknown>(null);
  const ids = idsOf(props.sections);
  const make = useEffectEvent(async (signal: AbortSignal) => {
    try {
      await allDrawn({ root, ids: idsOf(props.sections), figures: props.figures, client, tell: setDrawn }, signal);
      if (signal.aborted) return;
      const made = await documentOf(props);
      if (signal.aborted) return;
      await save(kind, made);
      done();
    } catch (error) {
      if (!signal.aborted) setFailure(error);
    }
  });
  useEffect(() => {
    const stop = new AbortController();
    const top = root.scrollTop;
    nearness.showAll(true);
    const start = setTimeout(() => void make(stop.signal));
    return () => {
      clearTimeout(start);
      stop.abort();
      nearness.showAll(false);
      // The page is as wide again as it was, and as high.
      requestAnimationFrame(() => requestAnimationFrame(() => root.scrollTo({ top })));
    };
  }, [root, nearness]);
  return (
    <Modal opened onClose={done} title={kind === 'pdf' ? 'Preparing to print' : 'Making the file'} size="sm">
      {failure === null ? (
        <>
          <p role="status">
            {drawn} of {ids.length} widgets are drawn.
          </p>
          <Progress value={ids.length === 0 ? 100 : (100 * drawn) / ids.length} aria-label="Widgets that are drawn" />
        </>
      ) : (
        <p role="alert">It could not be made: {explain(failure)}</p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={done}>
          {failure === null ? 'Cancel' : 'Close'}
        </Button>
      </div>
    </Modal>
  );
}

function idsOf(sections: readonly MadeSection[]): string[] {
  return sections.flatMap(({ section, isFolded }) => (isFolded ? [] : section.widgets.map(({ id }) => id)));
}

async function documentOf({ title, facts, runs, sections, figures }: MakerProps): Promise<OutDocument> {
  const made: OutSection[] = [];
  for (const { section, isOwn, ...shown } of sections) {
    const out = await sectionOut(section, { ...shown, figures }, { draw: svgOf, pictureOf });
    if (out.name === '' && out.blocks.length === 0) continue;
    made.push(isOwn ? out : { ...out, runs: [] });
  }
  const now = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return { title, facts: [...facts, `saved ${now}`].join(' · '), runs, sections: made };
}

async function save(kind: OutKind, made: OutDocument): Promise<void> {
  switch (kind) {
    case 'pdf':
      return printHtml(documentHtml(made));
    case 'html':
      return download(`${made.title}.html`, documentHtml(made), 'text/html');
    case 'markdown': {
      const { strToU8, zipSync } = await import('fflate');
      const files = [...markdownFiles(made)].map(([name, text]) => [name, strToU8(text)] as const);
      const zip = zipSync(Object.fromEntries(files));
      return download(`${safeFileName(made.title)}.zip`, new Blob([zip], { type: 'application/zip' }));
    }
  }
}
