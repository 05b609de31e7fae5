import { Button } from '@mantine/core';

import { ColumnsIcon } from '../../../components/icons';
import { Popup } from '../../../components/Popup';
import type { Definition } from '../../../model/attribute';
import type { Change } from '../../../model/change';
import { columnOf, sameAttribute, type Column } from '../../../model/column';
import type { RunsView } from '../../../model/runsView';
import { AttributeSearch } from '../../../pickers/AttributeSearch';

export interface ColumnPickerProps {
  project: string;
  columns: readonly Column[];
  change: Change<RunsView>;
}

/** Finds attributes among all that the project has, and makes columns of them. */
export function ColumnPicker({ project, columns, change }: ColumnPickerProps) {
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
      <AttributeSearch
        project={project}
        height={340}
        choose={toggle}
        chosen={columns.map(({ path, type }) => ({ name: path, type }))}
      />
    </Popup>
  );
}
