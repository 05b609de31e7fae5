import { ActionIcon, Button, Select } from '@mantine/core';

import { ArrowDownIcon, ArrowUpIcon, CloseIcon } from '../../components/icons';
import { aggregations, type Aggregation } from '../../model/attribute';
import { fieldKey, sameField, type Field } from '../../model/field';
import { FieldSelect } from '../../pickers/FieldSelect';
import classes from '../boards.module.css';
import { readFields, withOptions } from '../options';
import type { WidgetFormProps } from '../widget';

const fieldsMax = 20;

/** Which values a table of runs shows. */
export function RunsForm({ project, dto, change }: WidgetFormProps) {
  const chosen = readFields(dto.options?.fields);
  const fields = chosen ?? [];
  const set = (next: Field[] | undefined) => change(withOptions(dto, { fields: next }));
  const swap = (at: number, other: number) => {
    const next = [...fields];
    [next[at], next[other]] = [next[other]!, next[at]!];
    set(next);
  };
  return (
    <div className={classes.fields}>
      <div className={classes.field}>
        <span>{chosen === null ? 'Columns: the likeliest metrics and settings of the project' : 'Columns'}</span>
        {fields.map((field, at) => (
          <div key={fieldKey(field)} className={classes.fieldRow}>
            <bdi className="name">{field.path}</bdi>
            {field.type === 'floatSeries' && (
              <Select
                aria-label={`Figure of ${field.path}`}
                w={110}
                allowDeselect={false}
                data={[...aggregations]}
                value={field.aggregation}
                onChange={(aggregation) =>
                  set(fields.map((one) => (one === field ? { ...one, aggregation: aggregation as Aggregation } : one)))
                }
              />
            )}
            <ActionIcon
              size="sm"
              aria-label={`${field.path}: further left`}
              disabled={at === 0}
              onClick={() => swap(at, at - 1)}
            >
              <ArrowUpIcon size={13} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              aria-label={`${field.path}: further right`}
              disabled={at === fields.length - 1}
              onClick={() => swap(at, at + 1)}
            >
              <ArrowDownIcon size={13} />
            </ActionIcon>
            <ActionIcon
              size="sm"
              aria-label={`Remove ${field.path}`}
              onClick={() => set(fields.filter((one) => one !== field))}
            >
              <CloseIcon size={12} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <div className={classes.pair}>
        {fields.length < fieldsMax && (
          <FieldSelect
            project={project}
            label="Add column"
            value={null}
            set={(field) => field !== null && !fields.some((one) => sameField(one, field)) && set([...fields, field])}
          />
        )}
        {chosen !== null && (
          <Button variant="subtle" onClick={() => set(undefined)}>
            Columns chosen by the page
          </Button>
        )}
      </div>
    </div>
  );
}
