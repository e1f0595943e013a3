/** Nothing here, said kindly, with what to do next. */
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import "./empty-state.css";

interface EmptyStateProps {
  icon: IconName;
  title: string;
  words: ReactNode;
  children?: ReactNode;
}

export function EmptyState({ icon, title, words, children }: EmptyStateProps) {
  return (
    <section className="empty-state">
      <span className="empty-state-icon">
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      <p>{words}</p>
      {children && <div className="empty-state-acts">{children}</div>}
    </section>
  );
}
