import { Name } from '../../components/Name';
import { useNow } from '../../components/useNow';
import type { Colors } from '../../data/useColors';
import { isNumeric, type Attribute } from '../../model/attribute';
import { cellText } from '../../model/attributeText';
import type { Comparison } from '../../model/baseline';
import type { Column } from '../../model/column';
import { formatAgo, formatMomentExact, padding } from '../../model/format';
import classes from './RunsTable.module.css';
import { Tag } from './Tag';

export interface CellProps {
  column: Column;
  attribute: Attribute | undefined;
  width: number;
  colors: Colors;
  /** The longest of what stands behind the integers of this column: decimal points are below each other. */
  tail?: string | undefined;
  /** Filters by a tag that is pressed; left out where one cannot. */
  onTag?: ((path: string, tag: string) => void) | undefined;
  /** With the baseline's value, where there is a baseline. */
  comparison?: Comparison | null;
}

export function Cell({ column, attribute, width, colors, tail = '', onTag, comparison = null }: CellProps) {
  const own = attribute?.type === column.type ? attribute : undefined;
  const isNumber = isNumeric(column.type);
  const text = cellText(own, column);
  return (
    <div
      className={`${classes.cell} ${isNumber ? `${classes.right} number` : ''}`}
      style={{ width }}
      role="cell"
      data-verdict={comparison?.verdict ?? undefined}
      title={column.type === 'stringSet' ? undefined : titleOf(whyNone(own) ?? text, comparison)}
    >
      {comparison === null ? (
        <Content attribute={own} text={text} color={column.color} colors={colors} onTag={onTag} />
      ) : (
        <span className={classes.compared}>
          <Content attribute={own} text={text} color={column.color} colors={colors} onTag={onTag} />
          <span className={classes.difference}>{comparison.difference}</span>
        </span>
      )}
      {isNumber && tail !== '' && comparison === null && (
        <span className={classes.pad} aria-hidden="true">
          {padding(text === '' ? '–' : text, tail)}
        </span>
      )}
    </div>
  );
}

/** What a formula lacks of a run, where it gives nothing. */
function whyNone(attribute: Attribute | undefined): string | null {
  return attribute?.type === 'formula' && attribute.value === null ? attribute.missing : null;
}

function titleOf(text: string, comparison: Comparison | null): string {
  const said = text.slice(0, 1000);
  if (comparison === null) return said;
  const { difference, share, verdict } = comparison;
  const than = share === '' ? difference : `${difference} (${share})`;
  return `${said}: ${than} against the baseline${verdict === null ? '' : `, ${verdict}`}`;
}

interface ContentProps {
  attribute: Attribute | undefined;
  text: string;
  color: string;
  colors: Colors;
  onTag: CellProps['onTag'];
}

function Content({ attribute, text, color, colors, onTag }: ContentProps) {
  if (attribute === undefined || text === '') return <span className={classes.muted}>–</span>;
  if (attribute.type === 'stringSet') {
    return attribute.values.map((value) => (
      <Tag
        key={value}
        color={colors.value(attribute.name, value)}
        {...(onTag === undefined ? {} : { onPress: () => onTag(attribute.name, value) })}
      >
        {value}
      </Tag>
    ));
  }
  if (attribute.type === 'datetime') return <Moment value={attribute.value} />;
  const isOdd = text === 'NaN' || text.includes('∞');
  return (
    <span className={`name ${isOdd ? classes.odd : ''}`} style={color === '' ? undefined : { color }}>
      {attribute.type === 'int' ? (
        // Seeds differ in their last digits.
        <Name cutFrom={longInteger}>{text}</Name>
      ) : (
        <bdi>{text.length > 300 ? text.slice(0, 300) : text}</bdi>
      )}
    </span>
  );
}

const longInteger = 14;

function Moment({ value }: { value: string }) {
  return (
    <time dateTime={value} title={formatMomentExact(value)}>
      {formatAgo(value, useNow())}
    </time>
  );
}
