import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { fileText } from '../../../api/files';
import { ErrorState } from '../../../components/States';
import classes from './FileView.module.css';
import { textBytesMax } from './TextFile';

export interface PictureProps {
  url: string;
  name: string;
  /** As large as there is room; else as its place has it. */
  isLarge?: boolean;
}

/** A picture, or the word that the browser cannot show it. */
export function Picture({ url, name, mimeType, isLarge = false }: PictureProps & { mimeType: string }) {
  const [failed, setFailed] = useState('');
  if (failed === url) {
    return (
      <p className={classes.kind} role="note">
        The browser cannot show this {mimeType}. Download it to open it in another program.
      </p>
    );
  }
  return (
    <img
      className={isLarge ? classes.large : undefined}
      src={url}
      alt={name}
      loading="lazy"
      onError={() => setFailed(url)}
    />
  );
}

/** SVG is served as bytes, which no image takes. As an image, whatever scripts it holds do not run. */
export function VectorPicture({ url, name, isLarge = false }: PictureProps) {
  const text = useQuery({
    queryKey: ['file text', url],
    queryFn: ({ signal }) => fileText(url, textBytesMax, signal),
    staleTime: Infinity,
  });
  const source = useMemo(
    () => (text.data === undefined ? null : `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text.data)}`),
    [text.data],
  );
  if (text.isError) return <ErrorState what="The picture could not be loaded" error={text.error} />;
  return source === null ? null : <Picture url={source} name={name} mimeType="SVG picture" isLarge={isLarge} />;
}
