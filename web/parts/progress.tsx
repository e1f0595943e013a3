/** How far something has come, as a quiet line; without a part it is only known to go on. */
import "./progress.css";

interface ProgressProps {
  /** 0..1; null while the end isn't known. */
  part: number | null;
  label: string;
}

export function Progress({ part, label }: ProgressProps) {
  return (
    <progress
      className={part === null ? "progress progress-open" : "progress"}
      aria-label={label}
      max={1}
      {...(part === null ? {} : { value: Math.min(1, Math.max(0, part)) })}
    />
  );
}
