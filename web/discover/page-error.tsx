/** When a page isn't there or the server is away: what happened and what to do. */
import { Refusal } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";
import { useTitle } from "../parts/title.ts";

/** In a page's frame. */
export function NotFound() {
  useTitle("Nothing lives here");
  return (
    <EmptyState
      heading="h1"
      icon="search"
      title="Nothing lives here"
      words="The address may be old, or the pin was removed."
    >
      <a className="button button-main" href="/">
        Back to the wall
      </a>
    </EmptyState>
  );
}

/** With no frame around it. */
export function NoSuchPage() {
  return (
    <main id="main">
      <NotFound />
    </main>
  );
}

interface PageErrorProps {
  error: unknown;
  reset?: () => void;
  /** `h2` below a page's own heading. */
  heading?: "h1" | "h2";
}

export function PageError({ error, reset, heading = "h1" }: PageErrorProps) {
  if (error instanceof Refusal && error.status === 404) return <NotFound />;
  const refused = error instanceof Refusal && error.status < 500;
  return (
    <EmptyState
      heading={heading}
      icon="alert"
      title={refused ? error.message : "The server can't be reached"}
      words={refused ? error.remedy : "This page comes back by itself as soon as the server does."}
    >
      {reset && <Button onClick={reset}>Try now</Button>}
    </EmptyState>
  );
}
