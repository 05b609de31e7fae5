import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A dialog that is there only while it is open. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  useFocusBack();
  return <Modal {...props} opened />;
}

/** The focus trap's own delay is over by then. */
const afterTrapMs = 30;

/** Gives the focus back. Mantine does so when a dialog turns closed, which one that goes with its page never does. */
function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (!(before instanceof HTMLElement)) return;
      // The page may be gone by then, and what is global with it.
      const { ownerDocument } = before;
      setTimeout(() => {
        const { activeElement } = ownerDocument;
        const isFree = activeElement === null || activeElement === ownerDocument.body;
        if (isFree && before.isConnected) before.focus({ preventScroll: true });
      }, afterTrapMs);
    },
    [before],
  );
}
