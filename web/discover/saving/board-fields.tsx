/** What is said of a board when it is made: its name and who may see it. */
import type { Privacy } from "../../boards-api.ts";
import { Choice, Field } from "../../parts/field.tsx";

const privacyChoices = [
  ["private", "Only me"],
  ["link", "With the link"],
  ["public", "Everybody"],
] as const;

interface BoardFieldsProps {
  label?: string;
  name?: string;
  privacy?: Privacy;
}

export function BoardName({ label = "Name", name = "" }: BoardFieldsProps) {
  return (
    <Field
      label={label}
      name="name"
      defaultValue={name}
      required
      maxLength={100}
      autoComplete="off"
      placeholder="Such as: new living room"
    />
  );
}

export function BoardPrivacy({ privacy }: Pick<BoardFieldsProps, "privacy">) {
  return <Choice name="privacy" label="Who may see it" options={privacyChoices} value={privacy} />;
}

export function saidOf(form: FormData): { name: string; privacy: Privacy } {
  const privacy = privacyChoices.find(([value]) => value === form.get("privacy"))?.[0] ?? "private";
  return { name: String(form.get("name") ?? ""), privacy };
}
