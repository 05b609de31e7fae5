import { ActionIcon, Menu } from '@mantine/core';

import { DotsIcon, FullIcon } from '../../components/icons';

export interface Showing {
  /** A section after the other fills the screen. */
  isPresenting: boolean;
  isPrinting: boolean;
}

export const notShowing: Showing = { isPresenting: false, isPrinting: false };

/** A dashboard on the whole screen, or on paper. */
export function ShowMenu({ show }: { show: (how: Showing) => void }) {
  const present = () => {
    // Where a browser does not let a page fill the screen, it fills the window.
    void document.documentElement.requestFullscreen?.().catch(() => undefined);
    show({ isPresenting: true, isPrinting: false });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="Present or print">
          <DotsIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<FullIcon size={14} />} onClick={present}>
          Present, a section at a time
        </Menu.Item>
        <Menu.Item onClick={() => show({ isPresenting: false, isPrinting: true })}>Print, or save as PDF…</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
