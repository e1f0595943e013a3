/** The colours the filter sheet offers, by the names that palettes hold; a test keeps them equal to the server's. */

export const filterColours: ReadonlyArray<{ readonly name: string; readonly hex: string }> = [
  { name: "white", hex: "#f6f4f0" },
  { name: "beige", hex: "#d3bc98" },
  { name: "brown", hex: "#8a5a38" },
  { name: "grey", hex: "#8c8f93" },
  { name: "black", hex: "#141416" },
  { name: "terracotta", hex: "#c06a47" },
  { name: "mustard", hex: "#d6a13a" },
  { name: "blush", hex: "#e2b5a7" },
  { name: "lavender", hex: "#ab9cc6" },
  { name: "sky blue", hex: "#98bbd2" },
  { name: "navy", hex: "#27395c" },
  { name: "teal", hex: "#2b777c" },
  { name: "sage green", hex: "#9cad8c" },
  { name: "forest green", hex: "#2f5141" },
];
