import { Select } from '@mantine/core';

const choices = [
  { value: 'priv', label: 'Only its members' },
  { value: 'workspace', label: 'Everybody in the workspace' },
  { value: 'pub', label: 'Everybody' },
];

/** Who may see a project, in Neptune's words. */
export function VisibilitySelect({ value, set }: { value: string; set: (value: string) => void }) {
  return (
    <Select
      label="Who may see it"
      allowDeselect={false}
      value={value}
      onChange={(next) => {
        if (next !== null) set(next);
      }}
      data={choices}
    />
  );
}
