import { Button } from '@mantine/core';

import { Suspense, useState } from 'react';

import { ColumnsIcon, FormulaIcon } from '../../../components/icons';
import { Popup } from '../../../components/Popup';
import { Loading } from '../../../components/States';
import { lazyWithRetry } from '../../../data/lazyWithRetry';
import type { Definition } from '../../../model/attribute';
import type { Change } from '../../../model/change';
import { columnOf, formulaColumn, sameAttribute, type Column } from '../../../model/column';
import type { RunsView } from '../../../model/runsView';
import { AttributeSearch } from '../../../pickers/AttributeSearch';

const ScalarForm = lazyWithRetry(() =>
  import('../../../formula/ScalarForm').then((module) => module.ScalarForm),
);

const none: readonly string[] = [];

export interface ColumnPickerProps {
  project: string;
  columns: readonly Column[];
  /** sys/id of the run that formulas mean by `baseline()`. */
  baseline: string | null;
  change: Change<RunsView>;
}

/** Finds attributes among all that the project has, and makes columns of them. */
export function ColumnPicker({ project, columns, baseline, change }: ColumnPickerProps) {
  const [isFormula, setFormula] = useState(false);
  const toggle = (definition: Definition) => {
    const column = columnOf(definition);
    const isThere = columns.some((one) => sameAttribute(one, column));
    const next = isThere ? columns.filter((one) => !sameAttribute(one, column)) : [...columns, column];
    change((now) => ({ ...now, columns: next }), 'replace');
  };
  return (
    <Popup
      label="Columns"
      width={420}
      position="bottom-end"
      padding={10}
      target={
        <Button variant="default" leftSection={<ColumnsIcon size={14} />}>
          Columns
        </Button>
      }
    >
      {isFormula ? (
        <Suspense fallback={<Loading label="Loading the box" />}>
          <ScalarForm
            project={project}
            runs={none}
            baseline={baseline}
            value={null}
            isNamed
            action="Add column"
            choose={(field, name) => {
              change((now) => ({ ...now, columns: [...columns, formulaColumn(field.path, name)] }), 'replace');
              setFormula(false);
            }}
          />
        </Suspense>
      ) : (
        <Button
          mb={8}
          size="compact-xs"
          variant="subtle"
          leftSection={<FormulaIcon size={13} />}
          onClick={() => setFormula(true)}
        >
          Add a formula
        </Button>
      )}
      <AttributeSearch
        project={project}
        height={isFormula ? 220 : 340}
        choose={toggle}
        chosen={columns.flatMap(({ path, type }) => (type === 'formula' ? [] : [{ name: path, type }]))}
      />
    </Popup>
  );
}
