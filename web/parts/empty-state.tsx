/** Nothing here, said kindly, with what to do next. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import "./empty-state.css";

interface EmptyStateProps {
  icon: IconName;
  title: string;
  words: ReactNode;
  /** `h1` where it is all that the page says. */
  heading?: "h1" | "h2";
  children?: ReactNode;
}

export function EmptyState({ icon, title, words, heading: Heading = "h2", children }: EmptyStateProps) {
  return (
    <section className="empty-state">
      <span className="empty-state-icon">
        <Icon name={icon} size={28} />
      </span>
      <Heading>{title}</Heading>
      <p>{words}</p>
      {children && <div className="empty-state-acts">{children}</div>}
    </section>
  );
}
