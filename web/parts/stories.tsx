/** One story a part: what it looks like in each of its states, with nothing asked of a server. */
import { type ReactNode, useState } from "react";
import { Avatar } from "./avatar.tsx";
import { Button, IconButton } from "./button.tsx";
import { Chips } from "./chips.tsx";
import type { CropArea } from "./crop.ts";
import { CropBox } from "./crop-box.tsx";
import { EmptyState } from "./empty-state.tsx";
import { Choice, Field, Measure, Switch } from "./field.tsx";
import { ObjectDots } from "./object-dots.tsx";
import { Progress } from "./progress.tsx";
import { SearchBar } from "./search-bar.tsx";
import { Sheet } from "./sheet.tsx";
import { ShortcutsSheet } from "./shortcuts.tsx";
import { SkeletonWall } from "./skeleton.tsx";
import { Swatches } from "./swatches.tsx";
import { useToast } from "./toast.tsx";
import { Wall } from "./wall.tsx";

const nothing = () => {};
const objects = [
  { ordinal: 1, name: "sofa", box: { x: 0.1, y: 0.4, w: 0.5, h: 0.5 } },
  { ordinal: 2, name: "lamp", box: { x: 0.75, y: 0.2, w: 0.15, h: 0.4 } },
];
const swatches = [
  { hex: "#2b777c", name: "teal" },
  { hex: "#d6a13a", name: "mustard" },
  { hex: "#f1ede4", name: "chalk white" },
];
const tones = ["#c8b48f", "#27395c", "#9cad8c", "#c06a47", "#ab9cc6", "#2b777c", "#e2b5a7", "#5d7486"];
const tiles = Array.from({ length: 24 }, (_, key) => ({
  key: String(key),
  ratio: [0.75, 1.33, 1, 0.7][key % 4] ?? 1,
  tone: tones[key % tones.length],
}));

function Crop({ begun }: { begun: CropArea | null }) {
  const [crop, setCrop] = useState(begun);
  return (
    <div className="story-picture">
      <CropBox crop={crop} onChange={setCrop} name="sofa" />
      <ObjectDots objects={objects} chosen={crop ? 1 : null} onChoose={({ box }) => setCrop(box)} />
    </div>
  );
}

function ToastStory() {
  const say = useToast();
  return <Button onClick={() => say({ words: "Saved", undo: nothing })}>Say something</Button>;
}

function Controls() {
  const [on, setOn] = useState(true);
  return (
    <div className="story-row">
      <Switch aria-label="On or off" on={on} onSwitch={setOn} />
      <Switch aria-label="Fixed elsewhere" on={false} onSwitch={nothing} disabled />
      <input type="checkbox" aria-label="Chosen" defaultChecked />
      <input type="checkbox" aria-label="Not chosen" />
      <Measure aria-label="Largest upload" unit="MB" type="number" defaultValue={64} />
      <select className="select" aria-label="What the log says" defaultValue="warn">
        <option>silent</option>
        <option>warn</option>
        <option>info</option>
      </select>
    </div>
  );
}

/** Opens what lies over the page. */
function Opened({ children }: { children: (onClose: () => void) => ReactNode }) {
  const [open, setOpen] = useState(true);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open it</Button>
      {open && children(() => setOpen(false))}
    </>
  );
}

export const stories: Readonly<Record<string, () => ReactNode>> = {
  button: () => (
    <div className="story-row">
      <Button tone="main">Save</Button>
      <Button>Visit</Button>
      <Button tone="quiet">Cancel</Button>
      <Button disabled>Waiting</Button>
      <IconButton icon="camera" name="Camera" />
      <IconButton icon="more" name="More" over />
      <Avatar name="Mary Kay" />
      <Avatar name={null} />
    </div>
  ),
  "search-bar": () => (
    <SearchBar
      words=""
      groups={[
        {
          title: "Searched before",
          lines: [
            { key: "1", text: "teal sofa", why: "", thumbnail: null, icon: "clock", removable: true },
            { key: "2", text: "stoneware", why: "Tag of 12 pictures", thumbnail: null, icon: "search" },
          ],
        },
      ]}
      onType={nothing}
      onSearch={nothing}
      onChoose={nothing}
      onForget={nothing}
      onPicture={nothing}
    />
  ),
  chips: () => (
    <Chips
      label="Refine"
      onToggle={nothing}
      chips={[
        { key: "a", text: "sofa", on: true },
        { key: "b", text: "teal", colour: "#2b777c" },
        { key: "c", text: "under 300" },
      ]}
    />
  ),
  tabs: () => (
    <Chips
      tabs
      label="Boards"
      onToggle={nothing}
      chips={[
        { key: "a", text: "All pictures", on: true },
        { key: "b", text: "Quiet mornings" },
      ]}
    />
  ),
  "crop-box": () => <Crop begun={objects[0]?.box ?? null} />,
  "object-dots": () => <Crop begun={null} />,
  swatches: () => <Swatches onChoose={nothing} swatches={swatches} />,
  field: () => (
    <div className="story-form">
      <Field label="Name" name="name" placeholder="A name" help="As others will read it." />
      <Choice
        label="Shape"
        name="shape"
        options={[
          ["", "Any"],
          ["portrait", "Portrait"],
          ["square", "Square"],
        ]}
      />
    </div>
  ),
  controls: () => <Controls />,
  progress: () => (
    <div className="story-form">
      <Progress part={0.4} label="A known end" />
      <Progress part={null} label="An open end" />
    </div>
  ),
  sheet: () => (
    <Opened>
      {(onClose) => (
        <Sheet title="A sheet" onClose={onClose}>
          <p>Words in a sheet.</p>
        </Sheet>
      )}
    </Opened>
  ),
  shortcuts: () => <Opened>{(onClose) => <ShortcutsSheet onClose={onClose} />}</Opened>,
  toast: () => <ToastStory />,
  "empty-state": () => (
    <EmptyState icon="search" title="Nothing similar here" words="The nearest kinds are:">
      <Button>vase</Button>
    </EmptyState>
  ),
  skeleton: () => <SkeletonWall />,
  wall: () => (
    <Wall items={tiles} ratioOf={({ ratio }) => ratio} keyOf={({ key }) => key} label="Pictures">
      {({ tone }) => <span className="story-tile" style={{ background: tone }} />}
    </Wall>
  ),
};
