/** The settings of the server, read and changed by an admin. */
import { z } from "zod";
import { route } from "./route.ts";

const settingValue = z.union([z.string(), z.number(), z.boolean()]);

export const settingView = z
  .object({
    name: z.string(),
    /** In force now. */
    value: settingValue,
    default: settingValue,
    unit: z.string(),
    help: z.string(),
    choices: z.array(z.string()).nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    /** Who said so. The environment and flags win over the file, so a change of theirs is made where they are given. */
    source: z.enum(["default", "file", "environment", "flag"]),
    /** A change takes effect without a restart. */
    atOnce: z.boolean(),
    /** What it will be after a restart, where that is something else than now; otherwise null. */
    afterRestart: settingValue.nullable(),
  })
  .meta({ id: "Setting" });
export type SettingView = z.output<typeof settingView>;

const settingsPage = z.object({
  items: z.array(settingView),
  /** Some change waits for a restart. */
  restartNeeded: z.boolean(),
});

export const settings = {
  list: route({
    method: "GET",
    path: "/settings",
    summary: "Every setting with its value.",
    role: "admin",
    output: settingsPage,
  }),
  change: route({
    method: "PATCH",
    path: "/settings",
    summary: "Change settings for good, in bowerbird.json; null brings a default back.",
    role: "admin",
    body: z.record(z.string().max(200), settingValue.nullable()).meta({ description: "Name → value." }),
    output: settingsPage,
  }),
} as const;
