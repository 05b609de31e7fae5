import { useState } from 'react';

import classes from '../../../components/menus.module.css';
import { Popup } from '../../../components/Popup';
import { hasValue, parseChips, printChips, type Condition } from '../../../nql/chips';
import { Chip } from './Chip';
import { ConditionForm } from './ConditionForm';

export interface QueryChipsProps {
  project: string;
  /** NQL. */
  query: string;
  change: (query: string) => void;
  /** Goes over to writing the query as text. */
  write: () => void;
}

/** The query as parts that must all hold. What is no single comparison is shown as its NQL, and stays as it is. */
export function QueryChips({ project, query, change, write }: QueryChipsProps) {
  const [open, setOpen] = useState<number | null>(null);
  const parts = parseChips(query);
  return parts.map((part, at) => {
    const remove = () => change(printChips(parts.filter((_, index) => index !== at)));
    if (part.kind === 'raw') {
      return (
        <Chip key={at} name="NQL" isRaw open={write} remove={remove}>
          {part.text}
        </Chip>
      );
    }
    const put = (condition: Condition) => {
      change(printChips(parts.map((one, index) => (index === at ? { kind: 'condition', ...condition } : one))));
      setOpen(null);
    };
    return (
      <Popup
        key={at}
        label="Condition"
        width={340}
        isAnchor
        isOpen={open === at}
        onChange={(isOpen) => setOpen(isOpen ? at : null)}
        target={
          <span className={classes.part}>
            <Chip name="" open={() => setOpen(at)} remove={remove}>
              {sentence(part)}
            </Chip>
          </span>
        }
      >
        <ConditionForm project={project} initial={part} done={put} />
      </Popup>
    );
  });
}

function sentence({ path, aggregate, operator, value }: Condition): string {
  const name = aggregate === '' ? path : `${aggregate} of ${path}`;
  return hasValue(operator) ? `${name} ${operator.toLowerCase()} ${value}` : `${name} ${operator.toLowerCase()}`;
}
