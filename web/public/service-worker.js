/** Keeps the app's shell so that it opens offline: pages from the network first, built files from the cache first. */
const shell = "bowerbird-shell-1";

/** The page comes last: one that is kept names no file that is not. */
async function keepShell() {
  const cache = await caches.open(shell);
  const page = await fetch("/");
  if (!page.ok) return;
  const files = (await page.clone().text()).match(/\/assets\/[\w.-]+/g) ?? [];
  const keep = async (file) => (await cache.match(file)) ?? cache.add(file);
  await Promise.all(["/mark.svg", ...files].map(keep));
  await cache.put("/", page);
}

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const drop = (names) =>
    Promise.all(names.filter((name) => name !== shell).map((name) => caches.delete(name)));
  event.waitUntil(
    caches
      .keys()
      .then(drop)
      .then(() => self.clients.claim()),
  );
});

/** What is opened may be a picture or a page of the reference: the shell is asked for by itself. */
async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keepShell().catch(() => {}));
    return answer;
  } catch {
    return (await caches.match("/")) ?? Response.error();
  }
}

async function built(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(shell)).put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(built(request));
});
