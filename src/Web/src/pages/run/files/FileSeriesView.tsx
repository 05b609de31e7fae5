import { ActionIcon, Button, Slider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';

import { fetchPoints, type ObjectPoint } from '../../../api/series';
import { FileIcon, LeftIcon, MusicIcon, RightIcon, VideoIcon } from '../../../components/icons';
import { EmptyState, ErrorState, Loading } from '../../../components/States';
import { liveKey } from '../../../data/live';
import type { FileRef } from '../../../model/attribute';
import { fileKind } from '../../../model/fileKind';
import { formatBytes, formatNumber } from '../../../model/format';
import type { SeriesPlace } from '../../../widgets/logs/useLog';
import classes from './FileSeriesView.module.css';
import { FileView, useFileUrl } from './FileView';
import { Picture, VectorPicture } from './Picture';

const filesStep = 48;

/** The files of a series, the newest first: one of them large, with the way to the others, and all as a gallery. */
export function FileSeriesView(place: SeriesPlace) {
  const [limit, setLimit] = useState(filesStep);
  const [chosen, setChosen] = useState<number | null>(null);
  const files = useQuery({
    queryKey: [...liveKey(place.project), 'files', place.run, place.attribute, limit],
    queryFn: ({ signal }) => fetchPoints({ ...place, order: 'descending', limit }, signal),
    placeholderData: (before) => before,
  });
  if (files.isPending) return <Loading label="Loading files" />;
  if (files.data === undefined) {
    return <ErrorState what="The files could not be loaded" error={files.error} retry={() => void files.refetch()} />;
  }
  const points = files.data;
  if (points.length === 0) return <EmptyState title="No files yet" />;
  const at = Math.max(
    0,
    points.findIndex((point) => point.step === chosen),
  );
  return (
    <div className={classes.view}>
      <Large
        project={place.project}
        name={place.attribute.split('/').at(-1) ?? place.attribute}
        points={points}
        at={at}
        go={(to) => setChosen(points[to]?.step ?? null)}
      />
      <ul className={classes.gallery} aria-label="Files by step">
        {points.map((point, index) => (
          <Tile
            key={`${point.step} ${index}`}
            project={place.project}
            point={point}
            isChosen={index === at}
            choose={() => setChosen(point.step)}
          />
        ))}
      </ul>
      {points.length >= limit && (
        <Button variant="default" m={16} onClick={() => setLimit(limit + filesStep)} loading={files.isFetching}>
          Show earlier files
        </Button>
      )}
    </div>
  );
}

interface LargeProps {
  project: string;
  name: string;
  /** The newest first. */
  points: readonly ObjectPoint[];
  at: number;
  go: (at: number) => void;
}

/** One file with the step it is of; arrows and the slider go through the others. */
function Large({ project, name, points, at, go }: LargeProps) {
  const point = points[at]!;
  const last = points.length - 1;
  const press = (event: KeyboardEvent) => {
    const to = { ArrowLeft: at + 1, ArrowRight: at - 1, Home: last, End: 0 }[event.key];
    if (to === undefined || to < 0 || to > last || event.target instanceof HTMLMediaElement) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div className={classes.large} tabIndex={0} role="group" aria-label={`${name} by step`} onKeyDown={press}>
      <div className={classes.steps}>
        <ActionIcon aria-label="Earlier step" disabled={at === last} onClick={() => go(at + 1)}>
          <LeftIcon size={15} />
        </ActionIcon>
        <ActionIcon aria-label="Later step" disabled={at === 0} onClick={() => go(at - 1)}>
          <RightIcon size={15} />
        </ActionIcon>
        <Slider
          className={classes.slider!}
          size="sm"
          min={0}
          max={Math.max(1, last)}
          value={last - at}
          onChange={(value) => go(last - value)}
          label={null}
          thumbLabel="Step"
          disabled={last === 0}
        />
        <span className="number">step {formatNumber(point.step)}</span>
      </div>
      {point.file && (
        <FileView project={project} file={point.file} name={`${name}, step ${formatNumber(point.step)}`} />
      )}
    </div>
  );
}

interface TileProps {
  project: string;
  point: ObjectPoint;
  isChosen: boolean;
  choose: () => void;
}

function Tile({ project, point, isChosen, choose }: TileProps) {
  const label = `step ${formatNumber(point.step)}`;
  return (
    <li>
      <button type="button" className={classes.tile} aria-pressed={isChosen} onClick={choose} title={label}>
        <span className={classes.picture}>
          {point.file && <Thumb project={project} file={point.file} label={label} />}
        </span>
        <span className="number">{label}</span>
      </button>
    </li>
  );
}

/** A small form of the file; of what has none its kind and size. */
function Thumb({ project, file, label }: { project: string; file: FileRef; label: string }) {
  const kind = fileKind(file);
  const isSeen = kind === 'image' || kind === 'svg' || kind === 'video';
  const url = useFileUrl(project, isSeen && file.sizeBytes > 0 ? file.path : null);
  if (url.data !== undefined && kind === 'image')
    return <Picture url={url.data} name={label} mimeType={file.mimeType} />;
  if (url.data !== undefined && kind === 'svg') return <VectorPicture url={url.data} name={label} />;
  if (url.data !== undefined && kind === 'video')
    return <video src={url.data} preload="metadata" muted aria-label={label} />;
  if (isSeen && file.sizeBytes > 0) return null;
  return (
    <span className={classes.plain}>
      {kind === 'audio' ? <MusicIcon size={22} /> : kind === 'video' ? <VideoIcon size={22} /> : <FileIcon size={22} />}
      {file.sizeBytes === 0 ? 'empty' : `${kind === 'other' ? file.mimeType : kind} · ${formatBytes(file.sizeBytes)}`}
    </span>
  );
}
