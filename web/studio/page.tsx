/** The parts every studio page is made of: its head, its states, tables, figures, a secret shown once. */
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Refusal } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { Sheet } from "../parts/sheet.tsx";
import { useTitle } from "../parts/title.ts";
import { useToast } from "../parts/toast.tsx";
import { useMay } from "../session.ts";
import "./page.css";

interface PageProps {
  title: string;
  /** One sentence that says what is so. */
  says: ReactNode;
  /** For admins only. */
  acts?: ReactNode;
  children: ReactNode;
}

export function Page({ title, says, acts, children }: PageProps) {
  useTitle(title);
  const admin = useMay("admin");
  return (
    <article className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          <p>{says}</p>
        </div>
        {acts && admin && <div className="page-acts">{acts}</div>}
      </header>
      {children}
    </article>
  );
}

/** What a question's answer is shown with; until then quiet lines, and words when it is refused. */
export function Answer<T>({
  query,
  children,
}: {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}) {
  if (query.isPending) {
    return (
      <div className="page-waiting" aria-busy="true">
        <span className="said" role="status">
          Loading
        </span>
        {[0, 1, 2].map((line) => (
          <span key={line} className="skeleton" />
        ))}
      </div>
    );
  }
  if (query.isError) {
    const refused = query.error instanceof Refusal && query.error.status < 500 ? query.error : null;
    return (
      <EmptyState
        icon={refused ? "lock" : "alert"}
        title={refused ? refused.message : "The server can't be reached"}
        words={refused ? refused.remedy : "This page comes back by itself as soon as the server does."}
      >
        <Button onClick={() => query.refetch()}>Try now</Button>
      </EmptyState>
    );
  }
  return children(query.data);
}

export interface Column<T> {
  readonly name: string;
  readonly of: (row: T) => ReactNode;
  /** Figures line up at the end. */
  readonly figures?: boolean;
}

interface TableProps<T> {
  label: string;
  rows: readonly T[];
  keyOf: (row: T) => string;
  columns: ReadonlyArray<Column<T>>;
}

/** On a phone each row is a card: its first column the head, the others by their names. */
export function Table<T>({ label, rows, keyOf, columns }: TableProps<T>) {
  return (
    <section className="table" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, figures }) => (
              <th key={name} scope="col" className={figures ? "figures" : ""}>
                {name || <span className="said">Acts</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, of, figures }) => (
                <td key={name} data-name={name} className={figures ? "figures" : ""}>
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function Figures({
  figures,
}: {
  figures: ReadonlyArray<readonly [name: string, value: ReactNode, note?: ReactNode]>;
}) {
  return (
    <dl className="figure-row">
      {figures.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note && <dd className="figure-note">{note}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Runs an act and says how it went. */
export function useAct(): (act: () => Promise<unknown>, done?: string) => Promise<void> {
  const say = useToast();
  return async (act, done) => {
    try {
      await act();
      if (done) say({ words: done });
    } catch (error) {
      say({
        words: error instanceof Refusal ? `${error.message} ${error.remedy}` : "The server can't be reached.",
      });
    }
  };
}

/** What is shown once and never again. */
export function SecretSheet(props: { title: string; words: string; secret: string; onClose: () => void }) {
  const { title, words, secret, onClose } = props;
  const [copied, setCopied] = useState(false);
  return (
    <Sheet title={title} onClose={onClose}>
      <p className="page-soft">{words}</p>
      <code className="secret">{secret}</code>
      <div className="sheet-acts">
        <Button
          tone="main"
          onClick={() =>
            navigator.clipboard.writeText(secret).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {copied ? "Copied" : "Copy"}
        </Button>
        <Button onClick={onClose}>Done</Button>
      </div>
    </Sheet>
  );
}
