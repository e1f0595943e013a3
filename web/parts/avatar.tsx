/** A person as their initials; a visitor as an outline. */
import { Icon } from "./icon.tsx";
import "./avatar.css";

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toUpperCase();
};

export function Avatar({ name }: { name: string | null }) {
  return (
    <span className="avatar" aria-hidden="true">
      {name ? initialsOf(name) : <Icon name="person" size={20} />}
    </span>
  );
}
