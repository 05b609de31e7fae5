import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { fetchPoints, type ObjectPoint } from '../../../api/series';
import { EmptyState, ErrorState, Loading } from '../../../components/States';
import { liveKey } from '../../../data/live';
import { formatNumber } from '../../../model/format';
import type { SeriesPlace } from '../logs/useLog';
import classes from './FileSeriesView.module.css';
import { FileView, useFileUrl } from './FileView';

const filesStep = 48;

/** The files of a series, the newest first, as a gallery; one of them large. */
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
  if (files.data.length === 0) return <EmptyState title="No files yet" />;
  const large = files.data.find((point) => point.step === chosen)?.file;
  return (
    <div className={classes.view}>
      {large && (
        <div className={classes.large}>
          <FileView project={place.project} file={large} />
        </div>
      )}
      <ul className={classes.gallery} aria-label="Files by step">
        {files.data.map((point, index) => (
          <Tile
            key={`${point.step} ${index}`}
            project={place.project}
            point={point}
            isChosen={point.step === chosen}
            choose={() => setChosen(point.step === chosen ? null : point.step)}
          />
        ))}
      </ul>
      {files.data.length >= limit && (
        <Button variant="default" m={16} onClick={() => setLimit(limit + filesStep)} loading={files.isFetching}>
          Show earlier files
        </Button>
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
  const file = point.file;
  const isImage = file?.mimeType.startsWith('image/') ?? false;
  const url = useFileUrl(project, isImage && file ? file.path : null);
  const name = file?.path.split('/').at(-1) ?? '';
  return (
    <li>
      <button type="button" className={classes.tile} aria-pressed={isChosen} onClick={choose} title={name}>
        {url.data === undefined ? (
          <span className={`name ${classes.plain}`}>{isImage ? '' : name}</span>
        ) : (
          <img src={url.data} alt={name} loading="lazy" />
        )}
        <span className="number">step {formatNumber(point.step)}</span>
      </button>
    </li>
  );
}
