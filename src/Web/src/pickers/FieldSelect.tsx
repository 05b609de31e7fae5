import { Button, Select } from '@mantine/core';
import { useState, type ReactNode } from 'react';

import { CloseIcon, DownIcon } from '../components/icons';
import menus from '../components/menus.module.css';
import { Popup } from '../components/Popup';
import { aggregations, attributeTypes, type Aggregation, type AttributeType } from '../model/attribute';
import { fieldLabel, type Field } from '../model/field';
import { AttributeSearch } from './AttributeSearch';

export interface FieldSelectProps {
  project: string;
  label: string;
  value: Field | null;
  set: (field: Field | null) => void;
  /** Whether there can be none. */
  isOptional?: boolean;
  none?: string;
  /** What else can be chosen: shown above the search, and told how to close it. */
  more?: (close: () => void) => ReactNode;
}

const placeable: readonly AttributeType[] = attributeTypes.filter(
  (type) => !['histogramSeries', 'fileRef', 'fileRefSeries', 'experimentState'].includes(type),
);

/** A button that names an attribute, and opens the search for another. */
export function FieldSelect(props: FieldSelectProps) {
  const { project, label, value, set, isOptional = false, none = 'Choose…', more } = props;
  const [opened, setOpened] = useState(false);
  return (
    <Popup
      label={label}
      width={360}
      padding={10}
      isOpen={opened}
      onChange={setOpened}
      target={
        <Button
          variant="default"
          maw={240}
          rightSection={<DownIcon size={12} />}
          title={value === null ? label : `${label}: ${value.path}`}
        >
          <span className={menus.viewItem}>
            <span className={menus.chipKey}>{label}</span>
            <bdi className="name">{value === null ? none : fieldLabel(value)}</bdi>
          </span>
        </Button>
      }
    >
      {value?.type === 'floatSeries' && (
        <Select
          mb={8}
          aria-label="Figure of the series"
          comboboxProps={{ withinPortal: false }}
          data={[...aggregations]}
          value={value.aggregation}
          onChange={(aggregation) =>
            aggregation !== null && set({ ...value, aggregation: aggregation as Aggregation })
          }
        />
      )}
      {more?.(() => setOpened(false))}
      <AttributeSearch
        project={project}
        types={placeable}
        height={260}
        choose={({ name, type }) => {
          set({ path: name, type, aggregation: 'last' });
          setOpened(false);
        }}
      />
      {isOptional && value !== null && (
        <Button mt={8} fullWidth variant="subtle" leftSection={<CloseIcon size={13} />} onClick={() => set(null)}>
          {none}
        </Button>
      )}
    </Popup>
  );
}
