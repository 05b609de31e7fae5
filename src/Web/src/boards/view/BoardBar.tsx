import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

import { LeftIcon } from '../../components/icons';
import classes from '../boards.module.css';
import type { BoardScope } from '../widget';
import { useBoardApi } from '../boardApi';
import { Editors } from './Editors';
import { VersionsButton } from './VersionsPane';

export interface BoardBarProps {
  scope: BoardScope;
  /** null: a dashboard that has no versions. */
  branch: string | null;
  name: string;
  open: (branch: string | null) => void;
  children: ReactNode;
}

/** The bar of a dashboard that somebody looks at. */
export function BoardBar({ scope, branch, name, open, children }: BoardBarProps) {
  const { noun } = useBoardApi();
  const called = noun === 'report' ? 'Report' : 'Dashboard';
  return (
    <div className={classes.bar} role="toolbar" aria-label={called}>
      <Button variant="subtle" color="gray" leftSection={<LeftIcon size={14} />} onClick={() => open(null)}>
        {called}s
      </Button>
      <h2 className="name" title={name}>
        <bdi>{name}</bdi>
      </h2>
      <span className={classes.spacer} />
      <Editors project={scope.project} branch={branch} />
      {branch !== null && <VersionsButton {...scope} branch={branch} draft={null} restore={null} />}
      {children}
    </div>
  );
}
