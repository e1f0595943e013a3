/** The routes. Discover is in the first script; the studio and the parts' page come when they are opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { AddPage } from "./discover/adding/add-page.tsx";
import { parseAddress } from "./discover/address.ts";
import { Frame } from "./discover/frame.tsx";
import { NoSuchPage, PageError } from "./discover/page-error.tsx";
import { LookPage } from "./discover/similar/look-page.tsx";
import { PinPage } from "./discover/similar/pin-page.tsx";
import { WallPage } from "./discover/wall/wall-page.tsx";

const root = createRootRoute({ notFoundComponent: NoSuchPage, errorComponent: PageError });

const discover = createRoute({ getParentRoute: () => root, id: "discover", component: Frame });
const wall = createRoute({
  getParentRoute: () => discover,
  path: "/",
  validateSearch: parseAddress,
  component: WallPage,
});
const pin = createRoute({
  getParentRoute: () => discover,
  path: "/pin/$id",
  validateSearch: parseAddress,
  component: PinPage,
});
const look = createRoute({
  getParentRoute: () => discover,
  path: "/look/$id",
  validateSearch: parseAddress,
  component: LookPage,
});
const add = createRoute({ getParentRoute: () => discover, path: "/add", component: AddPage });

const board = createRoute({
  getParentRoute: () => discover,
  path: "/board/$id",
  validateSearch: (search: Record<string, unknown>): { section?: string } =>
    typeof search.section === "string" ? { section: search.section } : {},
  component: lazyRouteComponent(() => import("./discover/boards/board-page.tsx"), "BoardPage"),
});
const following = createRoute({
  getParentRoute: () => discover,
  path: "/you/following",
  component: lazyRouteComponent(() => import("./discover/boards/following-page.tsx"), "FollowingPage"),
});
const you = createRoute({
  getParentRoute: () => discover,
  path: "/you",
  component: lazyRouteComponent(() => import("./discover/boards/profile-page.tsx"), "OwnProfilePage"),
});
const person = createRoute({
  getParentRoute: () => discover,
  path: "/person/$id",
  component: lazyRouteComponent(() => import("./discover/boards/profile-page.tsx"), "PersonPage"),
});
const data = createRoute({
  getParentRoute: () => discover,
  path: "/you/data",
  component: lazyRouteComponent(() => import("./discover/you/data-page.tsx"), "DataPage"),
});
const searches = createRoute({
  getParentRoute: () => discover,
  path: "/you/searches",
  component: lazyRouteComponent(() => import("./discover/you/searches-page.tsx"), "SearchesPage"),
});
const join = createRoute({
  getParentRoute: () => discover,
  path: "/join",
  component: lazyRouteComponent(() => import("./discover/you/enter-pages.tsx"), "JoinPage"),
});
const signIn = createRoute({
  getParentRoute: () => discover,
  path: "/sign-in",
  component: lazyRouteComponent(() => import("./discover/you/enter-pages.tsx"), "SignInPage"),
});
const welcome = createRoute({
  getParentRoute: () => discover,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./discover/you/welcome-page.tsx"), "WelcomePage"),
});

/** Every studio page lies under this one; `studio/studio.tsx` holds their frame and its list of pages. */
const studio = createRoute({
  getParentRoute: () => root,
  path: "/studio",
  component: lazyRouteComponent(() => import("./studio/studio.tsx"), "Studio"),
});
const studioPage = createRoute({
  getParentRoute: () => studio,
  path: "$",
  component: lazyRouteComponent(() => import("./studio/studio.tsx"), "StudioPage"),
});

const parts = createRoute({
  getParentRoute: () => root,
  path: "/parts",
  component: import.meta.env.PROD
    ? NoSuchPage
    : lazyRouteComponent(() => import("./parts/gallery.tsx"), "Gallery"),
});
const part = createRoute({
  getParentRoute: () => root,
  path: "/parts/$name",
  component: import.meta.env.PROD
    ? NoSuchPage
    : lazyRouteComponent(() => import("./parts/gallery.tsx"), "StoryPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    discover.addChildren([
      ...[wall, pin, look, add, board, following, you, person, data, searches, join, signIn, welcome],
    ]),
    studio.addChildren([studioPage]),
    parts,
    part,
  ]),
  scrollRestoration: true,
  defaultPreload: false,
  defaultPendingComponent: () => <p aria-busy="true" />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
