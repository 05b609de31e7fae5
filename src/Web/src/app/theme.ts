import { createTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  // Mantine's grays for the dark scheme, turned to the blue of app.css.
  colors: {
    dark: [
      '#e7eaf0',
      '#c3cad6',
      '#a0a9b8',
      '#6d7788',
      '#353d4a',
      '#2a313c',
      '#1e232c',
      '#171b22',
      '#13171d',
      '#101318',
    ],
  },
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'sm',
  // Comes with the app: every machine shows the same.
  fontFamily:
    '"Inter Variable", "Segoe UI", system-ui, -apple-system, "Noto Sans", Cantarell, "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "JetBrains Mono", "Cascadia Code", Menlo, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { size: 'xs', fw: 500 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 350, withinPortal: true, fz: 'xs' } },
    // What else would take the focus first is no item, and menus hold items only.
    Menu: { defaultProps: { shadow: 'lg', offset: 10, position: 'bottom-end', withInitialFocusPlaceholder: false } },
    // Clear of the tool bar's edge, which is eight pixels below its buttons.
    Popover: { defaultProps: { shadow: 'lg', radius: 'md', offset: 12 } },
    Modal: {
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        // It is there at once: what somebody types on would go to the page behind it.
        transitionProps: { duration: 0 },
      },
    },
  },
});
