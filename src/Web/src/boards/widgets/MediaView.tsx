import type { BoardWidgetProps } from '../widget';
import { media } from './compared';
import { FilesView } from './FilesView';

const single = ['file', 'fileRef'];

/** Series of files by run and step; files that runs uploaded once. */
export function MediaView(props: BoardWidgetProps) {
  const isSingle = props.dto.attributes?.some(({ type }) => single.includes(type));
  return isSingle ? <FilesView {...props} /> : <media.View {...props} />;
}
