/**
 * The studio's frame: the left rail and the place beside it. A page joins by one row in `pages`: the end of its
 * address, its name, and how it is loaded.
 */
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { type ComponentType, lazy, Suspense } from "react";
import { EmptyState } from "../parts/empty-state.tsx";
import { Mark } from "../parts/icon.tsx";
import "./studio.css";

interface StudioEntry {
  readonly path: string;
  readonly name: string;
  readonly load: () => Promise<{ default: ComponentType }>;
}

/** In the order of the rail. Later parts fill it. */
const pages: readonly StudioEntry[] = [];
const loaded = new Map(pages.map((page) => [page.path, lazy(page.load)]));

export function Studio() {
  return (
    <div className="studio">
      <nav className="studio-rail" aria-label="Studio">
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
        {!useParams({ strict: false })._splat ? <Overview /> : <Outlet />}
      </main>
    </div>
  );
}

function Overview() {
  return (
    <>
      <h1>Overview</h1>
      <EmptyState
        icon="chart"
        title="The studio is being furnished"
        words="Users, models, imports and settings are managed here. For now the command line does all of it."
      />
    </>
  );
}

export function StudioPage() {
  const { _splat: path = "" } = useParams({ from: "/studio/$" });
  const Page = loaded.get(path);
  if (!Page) return <EmptyState icon="search" title="No such page" words="Choose one from the rail." />;
  return (
    <Suspense fallback={null}>
      <Page />
    </Suspense>
  );
}
