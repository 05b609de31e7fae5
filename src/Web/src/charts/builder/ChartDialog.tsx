import { useMediaQuery } from '@mantine/hooks';
import { Suspense, useEffect, useEffectEvent, useRef, type RefObject } from 'react';

import { Dialog } from '../../components/Dialog';
import { opened as register } from '../../components/popups';
import { Loading } from '../../components/States';
import { lazyWithRetry } from '../../data/lazyWithRetry';
import type { CustomChartFormProps } from '../settings/CustomChartForm';

const CustomChartForm = lazyWithRetry(() =>
  import('../settings/CustomChartForm').then((module) => module.CustomChartForm),
);

export interface ChartDialogProps extends CustomChartFormProps {
  label: string;
  close: () => void;
}

const width = 920;
const narrow = '(max-width: 720px)';

/** The form of a chart over the page. A press beside it takes nothing away that was typed. */
export function ChartDialog({ label, close, ...form }: ChartDialogProps) {
  const isNarrow = useMediaQuery(narrow) ?? false;
  const box = useRef<HTMLDivElement>(null);
  const leave = useEffectEvent(() => close());
  useEffect(() => register({ box: () => box.current, close: () => leave() }), []);
  return (
    <Dialog
      onClose={close}
      title={label}
      size={width}
      fullScreen={isNarrow}
      closeOnEscape={false}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
    >
      <div ref={box}>
        <Suspense fallback={<Loading label="Loading the form" />}>
          <CustomChartForm {...form} />
          <FocusFirst box={box} />
        </Suspense>
      </div>
    </Dialog>
  );
}

/** The form's code may come after the dialog, whose focus is on its close button by then. */
function FocusFirst({ box }: { box: RefObject<HTMLElement | null> }) {
  useEffect(() => {
    if (box.current?.contains(document.activeElement)) return;
    box.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [box]);
  return null;
}
