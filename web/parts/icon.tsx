/** The app's few drawings, 24 × 24, drawn with one line 1.75 wide. */
const drawings = {
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16 16l4.5 4.5",
  camera: "M4 8h3.5L9 5.5h6L16.5 8H20v11H4V8ZM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
  plus: "M12 5v14M5 12h14",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14.5 6 8.5 12l6 6",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16ZM12 8v4.5l3 1.5",
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 20.5h4",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  home: "M4 11.5 12 5l8 6.5V20h-5.5v-5h-5v5H4v-8.5Z",
  chart: "M5 20v-6M12 20V6M19 20V10M3.5 20h17",
  flip: "M4 10a8 8 0 0 1 14-3l2 2M20 4v5h-5M20 14a8 8 0 0 1-14 3l-2-2M4 20v-5h5",
  crop: "M7 3v14h14M3 7h14v14",
  check: "M5 12.5 10 17.5 19.5 7",
  upload: "M12 16V5M7 9.5 12 4.5l5 5M5 19.5h14",
  keyboard: "M3.5 7h17v11h-17V7ZM7 10.5h.01M10.5 10.5h.01M14 10.5h.01M17 10.5h.01M8 14.5h8",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0",
  filter: "M4 7h16M7 12h10M10 17h4",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7M10.5 10.5v5.5M13.5 10.5v5.5",
  down: "M6.5 9.5 12 15l5.5-5.5",
  up: "M6.5 14.5 12 9l5.5 5.5",
  lock: "M6.5 11h11v8.5h-11V11ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  edit: "M5 19l.8-3.6L15.6 5.6l2.8 2.8L8.6 18.2 5 19ZM13.6 7.6l2.8 2.8",
  arrange: "M4.5 4.5h6v6h-6v-6ZM13.5 4.5h6v6h-6v-6ZM4.5 13.5h6v6h-6v-6ZM13.5 13.5h6v6h-6v-6Z",
  boards: "M4.5 4.5h7v15h-7v-15ZM14.5 4.5h5v6h-5v-6ZM14.5 13.5h5v6h-5v-6Z",
  hide: "M4 12s3-5.5 8-5.5S20 12 20 12s-3 5.5-8 5.5S4 12 4 12ZM5 19 19 5",
  download: "M12 4.5v11M7 11l5 5 5-5M5 19.5h14",
  alert: "M12 8v5M12 16.5h.01M12 3.5 2.5 20h19L12 3.5Z",
} as const;

export type IconName = keyof typeof drawings;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 3 : 1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={drawings[name]} />
    </svg>
  );
}

/** The mark: a drop of the bowerbird's blue with an eye. */
export function Mark() {
  return (
    <svg aria-hidden="true" width="24" height="24" viewBox="0 0 24 24">
      <path fill="var(--accent)" d="M12 1a11 11 0 0 1 11 11v11H12A11 11 0 0 1 12 1Z" />
      <circle cx="12" cy="12" r="4" fill="var(--ground)" />
    </svg>
  );
}
