/**
 * Words for what things are made of, patterned with, styled like, meant for: each facet's general words with the special
 * ones that are a kind of them. A collection's own attributes are added to these, see `lexicon.ts`. Colours are in
 * `vision/colour-words.ts`, categories come from the vision model's labels.
 */
import type { FacetName, Season } from "../../core/understood.ts";

type Table = Readonly<Record<string, string>>;

const material: Table = {
  wood: "oak, walnut, pine, ash, beech, birch, teak, mahogany, maple, cherry wood, acacia, mango wood, ebony, cedar, plywood, bamboo, solid wood, painted wood, reclaimed wood, driftwood, wooden, timber",
  metal:
    "brass, copper, steel, stainless steel, iron, wrought iron, cast iron, aluminium, aluminum, bronze, pewter, chrome, gold, silver, tin, titanium, zinc, metallic",
  fabric:
    "velvet, linen, cotton, wool, silk, bouclé, boucle, corduroy, denim, felt, canvas, tweed, chenille, satin, muslin, jute, polyester, microfibre, microfiber, fleece, flannel, cashmere, mohair, lace, knit, cotton rope, upholstered, textile, cloth",
  leather: "suede, nubuck, faux leather, vegan leather, sheepskin",
  ceramic:
    "porcelain, stoneware, earthenware, terracotta clay, bone china, faience, clay, glazed ceramic, matte ceramic, glazed",
  stone: "marble, granite, travertine, slate stone, limestone, soapstone, onyx, quartz, sandstone, terrazzo",
  glass: "crystal, stained glass, smoked glass, frosted glass, blown glass",
  plastic: "acrylic, plexiglass, resin, moulded plastic, polypropylene, melamine",
  "natural fibre": "rattan, wicker, seagrass, sisal, raffia, hemp, straw, cane, water hyacinth",
  paper: "cardboard, papier-mâché, rice paper, paper and cloth",
  concrete: "cement",
  wax: "beeswax, soy wax",
  rubber: "latex, silicone",
};

const pattern: Table = {
  striped: "stripes, stripe, pinstriped, banded, breton stripe",
  floral: "flowered, botanical, flowery",
  checked: "checkered, chequered, gingham, plaid, tartan, houndstooth, checkerboard",
  dotted: "polka dot, polka dots, spotted, speckled, dots",
  geometric: "zigzag, chevron, herringbone, diamond, hexagonal, grid, argyle",
  ribbed: "ridged, fluted, channelled, pleated, quilted, slatted",
  marbled: "marble effect, tie-dye, ombre, reactive glaze",
  paisley: "ikat, damask, toile, batik",
  "animal print": "leopard print, zebra print, snake print",
  plain: "solid colour, unpatterned",
  embroidered: "beaded, tufted, fringed, crocheted, woven, braided, knitted",
  camouflage: "camo",
  "two-tone": "two tone, colour block, color block",
};

const style: Table = {
  modern:
    "contemporary, minimalist, minimal, midcentury, mid-century, mid century, bauhaus, futuristic, postmodern",
  scandinavian: "scandi, nordic, japandi, hygge, danish",
  rustic: "farmhouse, country, cottage, cottagecore, shabby chic, cabin",
  bohemian: "boho, eclectic, hippie, moroccan, tribal",
  classic: "traditional, victorian, baroque, rococo, georgian, colonial, neoclassical",
  vintage: "retro, antique, art deco, art nouveau, steampunk, y2k",
  industrial: "loft, urban",
  coastal: "nautical, beach house, mediterranean, tropical",
  romantic: "gothic, glam, elegant, chic",
  casual: "sporty, streetwear, preppy, formal, business casual",
  playful: "kawaii, whimsical, quirky",
};

const room: Table = {
  kitchen: "pantry, kitchenette",
  "living room": "lounge, sitting room, family room",
  bedroom: "guest room, master bedroom",
  nursery: "kids room, children's room, playroom",
  bathroom: "powder room, ensuite, shower room, washroom",
  "dining room": "dining area, breakfast nook",
  office: "home office, study, workspace",
  hallway: "entryway, entrance hall, foyer, corridor, mudroom",
  garden: "outdoor, patio, terrace, balcony, backyard, porch, deck",
  laundry: "laundry room, utility room",
  attic: "basement, garage, cellar",
};

/** Everyday things that the labels of the vision model lack. */
const category: Table = {
  seat: "armchair, stool, ottoman, pouf, sofa, loveseat, recliner",
  furniture: "cabinet, sideboard, dresser, nightstand, shelf, shelving, coffee table, side table, cupboard",
  lamp: "pendant lamp, floor lamp, chandelier, sconce, lantern",
  textile: "rug, carpet, cushion, blanket, throw, curtain, towel, tablecloth",
  tableware: "bowl, plate, teapot, jug, mug, cutlery, glassware",
  decoration: "picture frame, wall art, poster, print, figurine, sculpture, wreath, candle holder",
  clothing: "dress, shirt, blouse, trousers, shorts, coat, hoodie, leggings, hat, scarf",
  footwear: "shoe, boot, sneaker, heels, slippers",
  jewellery: "ring, earrings, bracelet, pendant, brooch",
};

const size: Table = {
  small: "tiny, mini, compact, petite, little",
  large: "big, huge, oversized, giant, extra large, xl, king size, queen size",
  tall: "floor standing, high",
  short: "low",
  wide: "",
  narrow: "slim, thin, skinny",
  "two-seater": "2 seater, 2-seater, loveseat, two seater",
  "three-seater": "3 seater, 3-seater, three seater",
};

const seasonMonths: Readonly<Record<string, readonly [months: readonly number[], words: string]>> = {
  christmas: [[11, 12], "xmas, advent, nativity, yuletide"],
  hanukkah: [[12], "chanukah"],
  "new year": [[12, 1], "new year's eve, nye"],
  valentine: [[2], "valentines, valentine's day, valentines day"],
  easter: [[3, 4], "easter egg"],
  ramadan: [[2, 3], "eid"],
  "mother's day": [[5], "mothers day"],
  "father's day": [[6], "fathers day"],
  halloween: [[10], "spooky"],
  thanksgiving: [[11], "friendsgiving"],
  diwali: [[10, 11], ""],
  winter: [[12, 1, 2], "wintry"],
  spring: [[3, 4, 5], "springtime"],
  summer: [[6, 7, 8], "summertime"],
  autumn: [[9, 10, 11], "fall decor, autumnal"],
  "back to school": [[8, 9], ""],
};

const season: Table = Object.fromEntries(
  Object.entries(seasonMonths).map(([name, [, words]]) => [name, words]),
);

/** Months of a season's height by its name, in the northern half of the world. */
export function seasonOf(name: string): Season | null {
  const known = seasonMonths[name];
  return known ? { name, months: known[0] } : null;
}

export interface FacetWord {
  readonly facet: FacetName;
  readonly word: string;
  readonly value: string;
  readonly path: readonly string[];
}

/** Special words keep their own value; in these facets they are only other words for the general one. */
const synonyms: ReadonlySet<FacetName> = new Set(["room", "season", "size"]);

export const facetWords: readonly FacetWord[] = Object.entries({
  category,
  material,
  pattern,
  style,
  room,
  season,
  size,
}).flatMap(([facet, table]) =>
  Object.entries(table).flatMap(([general, special]): FacetWord[] => [
    { facet: facet as FacetName, word: general, value: general, path: [] },
    ...special
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "")
      .map((word) =>
        synonyms.has(facet as FacetName)
          ? { facet: facet as FacetName, word, value: general, path: [] }
          : { facet: facet as FacetName, word, value: word, path: [general] },
      ),
  ]),
);
