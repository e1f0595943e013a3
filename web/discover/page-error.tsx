/** When a page isn't there or the server is away: what happened and what to do. */
import { Refusal } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { EmptyState } from "../parts/empty-state.tsx";

export function NotFound() {
  return (
    <EmptyState
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

export function PageError({ error, reset }: { error: unknown; reset?: () => void }) {
  if (error instanceof Refusal && error.status === 404) return <NotFound />;
  const refused = error instanceof Refusal && error.status < 500;
  return (
    <EmptyState
      icon="alert"
      title={refused ? error.message : "The server can't be reached"}
      words={refused ? error.remedy : "This page comes back by itself as soon as the server does."}
    >
      {reset && <Button onClick={reset}>Try now</Button>}
    </EmptyState>
  );
}
