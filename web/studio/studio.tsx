/**
 * The studio's frame: the left rail and the place beside it. A page joins by one row in `pages`: the end of its
 * address, its name, and how it is loaded.
 */
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense, useEffect, useRef } from "react";
import { EmptyState } from "../parts/empty-state.tsx";
import { Mark } from "../parts/icon.tsx";
import { OverviewPage } from "./overview-page.tsx";
import "./studio.css";

interface StudioEntry {
  readonly path: string;
  readonly name: string;
  readonly load: () => Promise<ComponentType>;
}

/** In the order of the rail. */
const pages: readonly StudioEntry[] = [
  { path: "imports", name: "Imports", load: async () => (await import("./imports-page.tsx")).ImportsPage },
  {
    path: "models",
    name: "Models and index",
    load: async () => (await import("./models-page.tsx")).ModelsPage,
  },
  { path: "events", name: "Events", load: async () => (await import("./events-page.tsx")).EventsPage },
  { path: "people", name: "People", load: async () => (await import("./people-page.tsx")).PeoplePage },
  { path: "keys", name: "API keys", load: async () => (await import("./keys-page.tsx")).KeysPage },
  { path: "storage", name: "Storage", load: async () => (await import("./storage-page.tsx")).StoragePage },
  {
    path: "settings",
    name: "Settings",
    load: async () => (await import("./settings-page.tsx")).SettingsPage,
  },
  { path: "audit", name: "Audit", load: async () => (await import("./audit-page.tsx")).AuditPage },
];
const loaded = new Map(pages.map(({ path, load }) => [path, lazy(async () => ({ default: await load() }))]));

export function Studio() {
  const { _splat: place } = useParams({ strict: false });
  const rail = useRef<HTMLElement>(null);
  // On a phone the rail lies across, and the chosen page may be out of sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each page
  useEffect(() => {
    rail.current
      ?.querySelector("[aria-current=page]")
      ?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [place]);
  return (
    <div className="studio">
      <nav ref={rail} className="studio-rail" aria-label="Studio">
        <Link to="/" search={{}} className="studio-mark" aria-label="Bowerbird, home">
          <Mark />
          <span>Bowerbird</span>
        </Link>
        <Link to="/studio" activeOptions={{ exact: true }}>
          Overview
        </Link>
        {pages.map((page) => (
          <Link key={page.path} to="/studio/$" params={{ _splat: page.path }}>
            {page.name}
          </Link>
        ))}
      </nav>
      <main id="main" className="studio-main">
        {!place ? <OverviewPage /> : <Outlet />}
      </main>
    </div>
  );
}

export function StudioPage() {
  const { _splat: path = "" } = useParams({ from: "/studio/$" });
  const Page = loaded.get(path);
  if (!Page)
    return <EmptyState heading="h1" icon="search" title="No such page" words="Choose one from the rail." />;
  return (
    <Suspense fallback={<p aria-busy="true" />}>
      <Page />
    </Suspense>
  );
}
