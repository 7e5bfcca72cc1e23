/** Line icons on a 20 px grid, drawn for this app; stroke follows the text colour. */
const paths = {
  add: "M10 4v12M4 10h12",
  check: "m4 10.5 4 4 8-9",
  chevronDown: "m5 7.5 5 5 5-5",
  chevronLeft: "m12.5 5-5 5 5 5",
  chevronRight: "m7.5 5 5 5-5 5",
  close: "m5 5 10 10M15 5 5 15",
  compare: "M10 3v14M3.5 5.5H8v9H3.5zM12 5.5h4.5v9H12z",
  download: "M10 3v9m-3.5-3.5L10 12l3.5-3.5M4 16.5h12",
  upload: "M10 13V4M6.5 7.5 10 4l3.5 3.5M4 16.5h12",
  duplicate: "M7 7h9v9H7zM4 13V4h9",
  edit: "m4 16 .8-3.4L13.5 4 16 6.5l-8.6 8.7z",
  eye: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  file: "M5 3h6.5L15 6.5V17H5zM11 3v4h4",
  grip: "M7.5 5v.01M7.5 10v.01M7.5 15v.01M12.5 5v.01M12.5 10v.01M12.5 15v.01",
  help: "M7.5 7.6A2.5 2.5 0 1 1 10 10.3V12M10 14.8v.01",
  play: "M6.5 4v12l10-6z",
  pause: "M7 4.5v11M13 4.5v11",
  print: "M6 7.5V3.5h8v4M6 14.5H3.5v-7h13v7H14M6 12h8v4.5H6z",
  home: "m3.5 9.5 6.5-6 6.5 6M5.5 8v8.5h9V8",
  info: "M10 9v5M10 6v.01M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15z",
  layers: "m10 3 7 3.8-7 3.8-7-3.8zM3 10.2l7 3.8 7-3.8M3 13.4l7 3.8 7-3.8",
  lock: "M5.5 9h9v7.5h-9zM7 9V6.5a3 3 0 0 1 6 0V9",
  minus: "M4 10h12",
  moon: "M16 11.7A6.5 6.5 0 0 1 8.3 4 6.5 6.5 0 1 0 16 11.7z",
  more: "M4.5 10v.01M10 10v.01M15.5 10v.01",
  rain: "M6 12.5a3.5 3.5 0 0 1 .3-6.9 4.5 4.5 0 0 1 8.5.9 3 3 0 0 1-.3 6M6.5 15l-.8 2M10.3 15l-.8 2M14 15l-.8 2",
  redo: "M13 4l3.5 3.5L13 11M16 7.5H8.2a4.2 4.2 0 0 0 0 8.5H11",
  undo: "M7 4 3.5 7.5 7 11M4 7.5h7.8a4.2 4.2 0 0 1 0 8.5H9",
  ruler: "M2.8 13 13 2.8 17.2 7 7 17.2zM6 10l1.8 1.8M8.7 7.2l2.6 2.6M11.4 4.5l1.8 1.8",
  arrowLeft: "M16 10H4M9 5l-5 5 5 5",
  arrowUp: "M10 16V4M5 9l5-5 5 5",
  arrowDown: "M10 4v12M5 11l5 5 5-5",
  turnLeft: "M4.5 8.5h7a4 4 0 0 1 4 4V16M8 4.5l-4 4 4 4",
  turnRight: "M15.5 8.5h-7a4 4 0 0 0-4 4V16M12 4.5l4 4-4 4",
  area: "M4 5.5 12 3.5l4.5 6-3 7L4 14.5z",
  profile: "M2.5 15.5 7 8.5l3.2 4 2.8-7 4.5 10z",
  search: "M8.8 14.3a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4",
  select: "m5 3.5 10.5 6.2-4.7 1.1-2 4.6z",
  street: "M6.5 3 4 17M13.5 3 16 17M10 4v2M10 9v2M10 14v2",
  sun: "M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M15.3 4.7l-1.2 1.2M5.9 14.1l-1.2 1.2",
  trash: "M4 6h12M8 6V3.8h4V6M5.5 6l.8 10.5h7.4L14.5 6M8.5 9v5M11.5 9v5",
  walk: "M11 4.6v.01M10.6 7.5l-1 4.3 2.2 2.2.7 3.2M9.6 11.8l-1.8 5M10.6 7.5 7.8 9l-.6 2.3M10.6 7.5l2 2.4 2.2.4",
  warning: "M10 3 2.5 16.5h15zM10 8v4M10 14.3v.01",
  blank: "",
  bookmark: "M6 3.5h8v13l-4-3-4 3z",
  pin: "M10 17.5s5.2-4.7 5.2-8.7a5.2 5.2 0 0 0-10.4 0c0 4 5.2 8.7 5.2 8.7zM10 10.6a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  north: "m10 2.5 4.5 14-4.5-3-4.5 3z",
  folder: "M3 5.5h5l1.5 2H17v8.5H3z",
  palette:
    "M10 17.2a7.2 7.2 0 1 1 7.2-7.2c0 2.2-1.8 3-3.6 3-1.5 0-2.4.5-2.4 1.6 0 1 .5 2.6-1.2 2.6zM6.5 10v.01M8.2 6.7v.01M12 6.5v.01",
  keyboard: "M2.5 5.5h15v9h-15zM5.5 8.5v.01M8.5 8.5v.01M11.5 8.5v.01M14.5 8.5v.01M6.5 11.8h7",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      fill="none"
      focusable="false"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth={name === "more" || name === "grip" ? 2.6 : 1.6}
      viewBox="0 0 20 20"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  );
}
