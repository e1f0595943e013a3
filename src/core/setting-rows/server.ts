/** Where the server listens, who may use it. */
import type { Setting } from "./setting.ts";

export const serverSettings = {
  "server.port": {
    default: 8080,
    unit: "port",
    min: 0,
    max: 65535,
    help: "Where the server listens; the next free port is taken when it is not.",
  },
  "server.host": {
    default: "127.0.0.1",
    unit: "address",
    help: "The address the server listens on; 0.0.0.0 for every one.",
  },
  "server.url": {
    default: "",
    unit: "address",
    help: "What people type to come here, for links: https://pictures.example.org behind a proxy; empty for where it listens.",
  },
  "server.proxies": {
    default: "",
    unit: "addresses",
    help: "Addresses or networks of proxies whose X-Forwarded headers are believed, with commas between: loopback, 10.0.0.0/8; empty for none.",
  },
  "server.bodyMegabytes": { default: 64, unit: "MB", min: 1, help: "The largest request body." },
  "server.requestsPerMinute": {
    atOnce: true,
    default: 1200,
    unit: "requests",
    min: 1,
    help: "Rate limit for one address or key.",
  },
  "server.logLevel": {
    default: "warn",
    unit: "level",
    choices: ["silent", "error", "warn", "info", "debug"],
    help: "How much the log says.",
  },
  "access.anonymous": {
    atOnce: true,
    default: "viewer",
    unit: "role",
    choices: ["none", "viewer", "member"],
    help: "What a visitor who has not signed in may do.",
  },
  "access.signUp": {
    default: "viewer",
    unit: "role",
    choices: ["none", "viewer", "member"],
    help: "The role of someone who signs up by themself, where visitors may look at all; none closes sign-up.",
  },
  "access.sessionDays": { default: 30, unit: "days", min: 1, help: "How long a session lasts without use." },
  "access.anonymousDays": {
    default: 365,
    unit: "days",
    min: 1,
    help: "How long the profile of someone without an account is kept after they were last here.",
  },
} as const satisfies Record<string, Setting>;
