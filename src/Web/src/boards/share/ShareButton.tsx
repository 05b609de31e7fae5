import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';

import { LinkIcon } from '../../components/icons';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import type { ShareDialogProps } from './ShareDialog';

const ShareDialog = lazyWithRetry(() => import('./ShareDialog').then((module) => module.ShareDialog));

/** Opens the dialog of the board's public links. */
export function ShareButton(props: Omit<ShareDialogProps, 'close'>) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<LinkIcon size={14} />} onClick={() => setOpen(true)}>
        Share
      </Button>
      {isOpen && (
        <Suspense>
          <ShareDialog {...props} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
