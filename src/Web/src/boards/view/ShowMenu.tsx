import { ActionIcon, Menu } from '@mantine/core';

import { DotsIcon, DownloadIcon, FullIcon } from '../../components/icons';
import type { OutKind } from '../out/kinds';

export interface Showing {
  /** A section after the other fills the screen. */
  isPresenting: boolean;
  /** A file of it, or a print, is on its way. */
  making: OutKind | null;
}

export const notShowing: Showing = { isPresenting: false, making: null };

/** A dashboard on the whole screen, on paper, or as a file. */
export function ShowMenu({ show }: { show: (how: Showing) => void }) {
  const present = () => {
    // Where a browser does not let a page fill the screen, it fills the window.
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    show({ ...notShowing, isPresenting: true });
  };
  const make = (making: OutKind) => () => show({ ...notShowing, making });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="Present, print or save">
          <DotsIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<FullIcon size={14} />} onClick={present}>
          Present, a section at a time
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<DownloadIcon size={14} />} onClick={make('pdf')}>
          Print, or save as PDF…
        </Menu.Item>
        <Menu.Item leftSection={<DownloadIcon size={14} />} onClick={make('html')}>
          One HTML file
        </Menu.Item>
        <Menu.Item leftSection={<DownloadIcon size={14} />} onClick={make('markdown')}>
          Markdown with pictures (.zip)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
