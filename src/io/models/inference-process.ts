/** A model process: decodes pictures and runs the models on them, one after the other, until it is replaced. */
import sharp from "sharp";
import { toBowerbirdError } from "../../core/errors.ts";
import { detectClasses, look, understand } from "../../vision/vision.ts";
import { decodePicture } from "../pictures/sharp-studio.ts";
import type {
  Answer,
  InferenceMessage,
  InferenceRequest,
  InferenceSettings,
  Question,
  Refusal,
} from "./inference-messages.ts";
import { type OpenModels, openVisionModels } from "./vision-models.ts";

const settings = JSON.parse(process.argv[2] ?? "{}") as InferenceSettings;
sharp.concurrency(settings["vision.threads"]);
sharp.cache(false);

const say = (message: InferenceMessage): boolean => process.send?.(message) ?? false;
const refusal = (thrown: unknown): Refusal => {
  const { code, details } = toBowerbirdError(thrown);
  return { code, details };
};

async function answer(question: Question, models: OpenModels): Promise<Answer> {
  if ("texts" in question) return { vectors: (await models.embedText?.(question.texts)) ?? [] };
  const decoded = await decodePicture(question.picture, settings);
  if (question.detect) return { detections: await detectClasses(decoded, models) };
  const { box } = question;
  return { understanding: box ? await look(decoded, box, models) : await understand(decoded, models) };
}

process.on("disconnect", () => process.exit(0));
// A terminal interrupts the whole group: its parent says when it is over.
process.on("SIGINT", () => {});
try {
  const models = await openVisionModels(settings, settings.cache);
  process.on("message", async ({ id, question }: InferenceRequest) => {
    say({ id, answer: await answer(question, models).catch(refusal) });
  });
  const { model, dimensions, embedText } = models;
  say({ opened: { model, dimensions, readsWords: embedText !== null } });
} catch (thrown) {
  say({ unusable: refusal(thrown) });
  process.disconnect();
}
