import type { ReactNode, SVGProps } from 'react';

export interface IconProps extends SVGProps<SVGSVGElement> {
  size?: number;
}

function icon(paths: ReactNode) {
  return function Icon({ size = 16, ...rest }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.8}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        {...rest}
      >
        {paths}
      </svg>
    );
  };
}

export const SearchIcon = icon(
  <>
    <circle cx="11" cy="11" r="6.5" />
    <path d="m16 16 4.5 4.5" />
  </>,
);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const DotsIcon = icon(<path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth={3} />);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z" />);
export const ScreenIcon = icon(
  <>
    <rect x="3" y="4" width="18" height="12" rx="2" />
    <path d="M8 20h8M12 16v4" />
  </>,
);
export const EyeIcon = icon(
  <>
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
    <circle cx="12" cy="12" r="2.8" />
  </>,
);
export const EyeHalfIcon = icon(<path d="M2.5 12h19S18 18.5 12 18.5 2.5 12 2.5 12ZM9.500 12a2.500 2.500 0 0 0 5 0" />);
export const EyeOffIcon = icon(
  <path d="M4 10.5c1.8 2.4 4.6 4 8 4s6.200-1.600 8-4M6.500 13.500 5 16M12 14.500V17.500M17.500 13.500 19 16" />,
);
export const ColumnsIcon = icon(
  <>
    <rect x="3" y="4" width="18" height="16" rx="2" />
    <path d="M9 4v16M15 4v16" />
  </>,
);
export const TableIcon = icon(
  <>
    <rect x="3" y="4" width="18" height="16" rx="2" />
    <path d="M3 10h18M9 10v10" />
  </>,
);
export const ChartIcon = icon(<path d="M4 4v16h16M7 15l4-5 3 3 5-7" />);
export const CompareIcon = icon(
  <>
    <rect x="3" y="4" width="7" height="16" rx="1.500" />
    <rect x="14" y="4" width="7" height="16" rx="1.500" />
  </>,
);
export const DownloadIcon = icon(<path d="M12 4v11m-4.500-4.500L12 15l4.500-4.500M5 20h14" />);
export const PinIcon = icon(<path d="M9 4h6l-1 6 3 3v1H7v-1l3-3-1-6ZM12 14v6" />);
export const SettingsIcon = icon(
  <>
    <path d="M4 7h9M19 7h1M4 17h1M11 17h9" />
    <circle cx="16" cy="7" r="2.500" />
    <circle cx="8" cy="17" r="2.500" />
  </>,
);
export const FullIcon = icon(<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5" />);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const DownIcon = icon(<path d="m6 9 6 6 6-6" />);
export const RightIcon = icon(<path d="m9 6 6 6-6 6" />);
export const ArrowUpIcon = icon(<path d="M12 19V5m-6 6 6-6 6 6" />);
export const ArrowDownIcon = icon(<path d="M12 5v14m-6-6 6 6 6-6" />);
export const ResetIcon = icon(<path d="M4 5v5h5M4.500 10a8 8 0 1 1-.500 4" />);
export const CopyIcon = icon(
  <>
    <rect x="8" y="8" width="12" height="12" rx="2" />
    <path d="M16 8V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h2" />
  </>,
);
export const CheckIcon = icon(<path d="m5 13 4.500 4.500L19 7" />);
export const FileIcon = icon(
  <>
    <path d="M6 3h8l4 4v14H6V3Z" />
    <path d="M14 3v4h4" />
  </>,
);
export const FolderIcon = icon(<path d="M3 6h6l2 2.500h10V19H3V6Z" />);
export const TextIcon = icon(<path d="M5 6h14M5 10.500h14M5 15h9M5 19.500h6" />);
export const BarsIcon = icon(<path d="M5 20v-6M10 20V8M15 20v-9M20 20V5" />);
export const ForkIcon = icon(
  <>
    <circle cx="6" cy="5.500" r="2" />
    <circle cx="6" cy="18.500" r="2" />
    <circle cx="18" cy="9.500" r="2" />
    <path d="M6 7.500v9M6 13.500c6 0 12 .500 12-2" />
  </>,
);
export const BackIcon = icon(<path d="M19 12H5m6-6-6 6 6 6" />);
export const TrashIcon = icon(<path d="M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13" />);
export const PencilIcon = icon(<path d="m5 19 1-4L16 5l3 3L9 18l-4 1Z" />);
export const StarIcon = icon(
  <path d="m12 4 2.400 5.100 5.600.7-4.100 3.900 1 5.500-4.900-2.700-4.900 2.700 1-5.500L4 9.800l5.600-.7L12 4Z" />,
);
export const ExitIcon = icon(<path d="M14 4h5v16h-5M4 12h10m-4-4 4 4-4 4" />);
export const FilterIcon = icon(<path d="M4 6h16l-6 7v5l-4 2v-7L4 6Z" />);
export const GroupIcon = icon(
  <>
    <rect x="4" y="4" width="7" height="5" rx="1" />
    <path d="M7 9v9h4M7 13.500h4M13 13.500h7M13 18h7" />
  </>,
);
export const ViewIcon = icon(<path d="M6 4h12v16l-6-4.500L6 20V4Z" />);
export const ArchiveIcon = icon(
  <>
    <rect x="3.500" y="4.500" width="17" height="4.500" rx="1" />
    <path d="M5.500 9v10h13V9M10 13h4" />
  </>,
);
export const TagIcon = icon(
  <>
    <path d="M4 4h7.500L20 12.500 12.500 20 4 11.500V4Z" />
    <path d="M8 8h.01" strokeWidth={3} />
  </>,
);
export const CodeIcon = icon(<path d="m8.5 7-5 5 5 5M15.5 7l5 5-5 5" />);
