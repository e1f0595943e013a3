/** Cases about other engines' flags, experiments and bandits. */
import { BowerbirdError } from "../../core/errors.ts";
import { seededRandom } from "../../core/random.ts";
import { type EppoFeatures, eppoAssignment, eppoBanditAction } from "../peers/eppo.ts";
import { evaluateFeature, runExperiment } from "../peers/growthbook.ts";
import { stickyDocuments } from "../peers/growthbook-sticky.ts";
import { type Loose, objectOf } from "../peers/loose.ts";
import { unleashClient } from "../peers/unleash.ts";
import type { Case, Family } from "./family.ts";
import { asObject, has, type Input, readList, readObject, readText } from "./reading.ts";

/** A file that lies beside the cases, or the same thing written into the input under `inline`. */
function beside(input: Input, field: string, inline: string, { companion }: Case): Loose {
  if (has(input, inline)) return readObject(input, inline);
  return asObject(companion(readText(input, field)), field);
}

/** `{"$ref": name}` is an entry of a file beside the cases. */
function unleashState(input: Input, { reference }: Case): Loose {
  const state = has(input, "state") ? readObject(input, "state") : {};
  const name = state.$ref ?? (has(input, "state") ? undefined : input.state_file);
  return typeof name === "string" ? asObject(reference(name), "state") : state;
}

const featuresOf = (value: unknown): EppoFeatures => ({
  numericAttributes: objectOf(objectOf(value).numericAttributes),
  categoricalAttributes: objectOf(objectOf(value).categoricalAttributes),
});

/** Flags in time are asked as of this moment unless the input names another. */
const momentOf = (input: Input): number =>
  has(input, "now") ? Date.parse(readText(input, "now")) : Date.now();

function growthBookBandit(input: Input): unknown {
  const [context, feature] = readList(input, "args");
  if (typeof feature !== "string") {
    throw new BowerbirdError("BAD_INPUT", { what: "args", why: "a context and a feature's key are needed" });
  }
  return { result: evaluateFeature(asObject(context, "args"), feature) };
}

function eppoBandit(input: Input, one: Case): unknown {
  const data = beside(input, "data_file", "data", one);
  const actions = readList(input, "actions").map((item) => {
    const action = asObject(item, "an action");
    return [readText(action, "actionKey"), featuresOf(action)] as const;
  });
  const configuration = objectOf(data.flags);
  const assignment = eppoBanditAction(configuration, objectOf(objectOf(data.models).bandits), {
    flag: readText(input, "flag"),
    fallback: readText(input, "default"),
    subject: readText(input, "subject_key"),
    features: featuresOf(input.subject_attributes),
    actions: new Map(actions),
    now: momentOf(input),
  });
  return { assignment };
}

export const peerFlagsFamily: Family = {
  "experiment.run": (input) => {
    const result = runExperiment(readObject(input, "context"), readObject(input, "experiment"));
    return { value: result.value, in_experiment: result.inExperiment, hash_used: result.hashUsed };
  },
  "flag.evaluate": (input) => ({
    result: evaluateFeature(readObject(input, "context"), readText(input, "feature")),
  }),
  "assignment.sticky": (input) => {
    const context = readObject(input, "context");
    const documents = stickyDocuments(readList(input, "existing_assignments"), context);
    const { experimentResult } = evaluateFeature(context, readText(input, "feature"), documents);
    return { result: experimentResult ?? null, assignments_after: Object.fromEntries(documents) };
  },
  "bandit.contextual.assign": (input, one) =>
    has(input, "args") ? growthBookBandit(input) : eppoBandit(input, one),
  "flag.evaluate.md5": (input, one) => ({
    assignment: eppoAssignment(objectOf(beside(input, "flags_file", "flags", one).flags), {
      flag: readText(input, "flag"),
      type: readText(input, "type"),
      fallback: input.default,
      subject: readText(input, "subject_key"),
      attributes: readObject(input, "subject_attributes"),
      now: momentOf(input),
    }),
  }),
  "flag.evaluate.murmur3": (input, one) => {
    const client = unleashClient(unleashState(input, one), {
      random: seededRandom(1).next,
      now: momentOf(input),
    });
    const [toggle, context] = [readText(input, "toggle"), readObject(input, "context")];
    // the specification asks for a variant or for on and off in two lists of cases
    const result = /variant/i.test(one.id)
      ? client.variant(toggle, context)
      : client.isEnabled(toggle, context);
    return { result };
  },
};
