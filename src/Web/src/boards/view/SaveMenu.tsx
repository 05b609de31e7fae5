import { ActionIcon, Menu } from '@mantine/core';
import { useState, type RefObject } from 'react';

import { download } from '../../browser/download';
import { pngOf } from '../../browser/png';
import { DownloadIcon } from '../../components/icons';
import { explain } from '../../model/errors';

export interface SaveMenuProps {
  /** Of the widget; it names the file. */
  label: string;
  card: RefObject<HTMLElement | null>;
  /** What it shows as a table; null for a widget without values. */
  csv: (() => Promise<string | null>) | null;
}

/** Saves what a widget shows as a file. */
export function SaveMenu({ label, card, csv }: SaveMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  // It stays open to say what went wrong.
  const tried = (save: () => Promise<boolean>) => () => {
    save().then(
      (isSaved) => setOpen(!isSaved),
      (error: unknown) => setFailure(explain(error)),
    );
  };
  const picture = async (kind: 'png' | 'svg') => {
    const { svgOf } = await import('../../browser/picture');
    const svg = await svgOf(card.current!, label);
    if (kind === 'svg') download(`${label}.svg`, svg, 'image/svg+xml');
    else download(`${label}.png`, await pngOf(svg));
    return true;
  };
  const values = async () => {
    const text = await csv!();
    if (text === null) setFailure('It shows no values yet.');
    else download(`${label}.csv`, text, 'text/csv;charset=utf-8');
    return text !== null;
  };
  return (
    <Menu
      position="bottom-end"
      opened={isOpen}
      onChange={(next) => {
        setOpen(next);
        setFailure(null);
      }}
    >
      <Menu.Target>
        <ActionIcon size="sm" aria-label={`Save ${label}`} title="Save">
          <DownloadIcon size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {csv !== null && (
          <Menu.Item closeMenuOnClick={false} onClick={tried(values)}>
            Values as CSV
          </Menu.Item>
        )}
        <Menu.Item closeMenuOnClick={false} onClick={tried(() => picture('png'))}>
          Picture as PNG
        </Menu.Item>
        <Menu.Item closeMenuOnClick={false} onClick={tried(() => picture('svg'))}>
          Picture as SVG
        </Menu.Item>
        {failure !== null && (
          <Menu.Label role="alert" c="red">
            {failure}
          </Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
