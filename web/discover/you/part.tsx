/** One part of the page about oneself: what it is, and what may be done about it. */
import type { ReactNode } from "react";

export function Part({ title, words, children }: { title: string; words?: ReactNode; children?: ReactNode }) {
  return (
    <section className="data-part">
      <h2>{title}</h2>
      {words && <p>{words}</p>}
      {children}
    </section>
  );
}
