/** Every part on one page, in development: what it looks like in each of its states. */
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "./button.tsx";
import { Chips } from "./chips.tsx";
import type { CropArea } from "./crop.ts";
import { CropBox } from "./crop-box.tsx";
import { EmptyState } from "./empty-state.tsx";
import { ObjectDots } from "./object-dots.tsx";
import { SearchBar } from "./search-bar.tsx";
import { Sheet } from "./sheet.tsx";
import { ShortcutsSheet } from "./shortcuts.tsx";
import { SkeletonWall } from "./skeleton.tsx";
import { Swatches } from "./swatches.tsx";
import { useToast } from "./toast.tsx";
import "./gallery.css";

function Story({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="story" id={name}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}

const nothing = () => {};
const objects = [
  { ordinal: 1, name: "sofa", box: { x: 0.1, y: 0.4, w: 0.5, h: 0.5 } },
  { ordinal: 2, name: "lamp", box: { x: 0.75, y: 0.2, w: 0.15, h: 0.4 } },
];

export function Gallery() {
  const [crop, setCrop] = useState<CropArea | null>(objects[0]?.box ?? null);
  const [sheet, setSheet] = useState<"sheet" | "shortcuts" | null>(null);
  const say = useToast();
  return (
    <main className="gallery">
      <h1>Parts</h1>
      <Story name="Button">
        <div className="story-row">
          <Button tone="main">Save</Button>
          <Button>Visit</Button>
          <Button tone="quiet">Cancel</Button>
          <Button disabled>Waiting</Button>
          <IconButton icon="camera" name="Camera" />
          <IconButton icon="more" name="More" over />
        </div>
      </Story>
      <Story name="SearchBar">
        <SearchBar words="" recent={["teal sofa"]} onSearch={nothing} onPicture={nothing} />
      </Story>
      <Story name="Chips">
        <Chips
          label="Refine"
          onToggle={nothing}
          chips={[
            { key: "a", text: "sofa", on: true },
            { key: "b", text: "teal", colour: "#2b777c" },
            { key: "c", text: "under 300" },
          ]}
        />
      </Story>
      <Story name="CropBox and ObjectDots">
        <div className="story-picture">
          <CropBox crop={crop} onChange={setCrop} name="sofa" />
          <ObjectDots objects={objects} chosen={null} onChoose={({ box }) => setCrop(box)} />
        </div>
      </Story>
      <Story name="Swatches">
        <Swatches
          onChoose={nothing}
          swatches={[
            { hex: "#2b777c", name: "teal" },
            { hex: "#d6a13a", name: "mustard" },
            { hex: "#f1ede4", name: "chalk white" },
          ]}
        />
      </Story>
      <Story name="Sheet, Toast, Shortcuts">
        <div className="story-row">
          <Button onClick={() => setSheet("sheet")}>Open a sheet</Button>
          <Button onClick={() => setSheet("shortcuts")}>Shortcuts</Button>
          <Button onClick={() => say({ words: "Saved", undo: nothing })}>Say something</Button>
        </div>
      </Story>
      <Story name="EmptyState">
        <EmptyState icon="search" title="Nothing similar here" words="The nearest kinds are:">
          <Button>vase</Button>
        </EmptyState>
      </Story>
      <Story name="Skeleton">
        <SkeletonWall />
      </Story>
      {sheet === "sheet" && (
        <Sheet title="A sheet" onClose={() => setSheet(null)}>
          <p>Words in a sheet.</p>
        </Sheet>
      )}
      {sheet === "shortcuts" && <ShortcutsSheet onClose={() => setSheet(null)} />}
    </main>
  );
}
