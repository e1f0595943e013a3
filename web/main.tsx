/** The web app: router, queries, toasts. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Refusal } from "./api.ts";
import { Toasts } from "./parts/toast.tsx";
import { router } from "./router.tsx";
import "./tokens.css";
import "./base.css";

/** A refusal stays one; a server that is away may be back: ask again, later and later. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => !(error instanceof Refusal && error.status < 500) && count < 4,
      retryDelay: (count) => Math.min(8000, 500 * 2 ** count),
    },
  },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      </QueryClientProvider>
    </StrictMode>,
  );
}
if (import.meta.env.PROD) navigator.serviceWorker?.register("/service-worker.js").catch(() => {});
