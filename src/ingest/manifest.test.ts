import { describe, expect, test } from "vitest";
import { decodeText, type ManifestRow, readAddresses, readManifest } from "./manifest.ts";

const rowsOf = (name: string, text: string): ManifestRow[] =>
  readManifest(name, text).filter((row) => "place" in row);
const failuresOf = (name: string, text: string) =>
  readManifest(name, text).flatMap((row) => ("failure" in row ? [row.failure] : []));

describe("a manifest as CSV", () => {
  test("known columns are words by whatever usual name, others attributes", () => {
    const text =
      'Image,Name,Caption,href,Keywords,Collection,Price,Currency,colour,SKU\na.png,Oak chair,"Solid, oiled",https://shop.example/1,"wood, oak",Chairs,12.5,eur,brown,A-1\n';
    expect(rowsOf("pins.csv", text)).toEqual([
      {
        place: { file: "a.png" },
        board: "Chairs",
        words: {
          ...{ title: "Oak chair", description: "Solid, oiled", link: "https://shop.example/1" },
          ...{ tags: ["wood", "oak"], price: { amount: 12.5, currency: "EUR" } },
          attributes: { colour: "brown", SKU: "A-1" },
        },
      },
    ]);
  });

  test.each([
    ["commas", "file,title,tags\na.png,Red; and blue,red;blue|green\n"],
    ["semicolons", 'file;title;tags\na.png;"Red; and blue";red,blue|green\n'],
    ["tabs", "file\ttitle\ttags\na.png\tRed; and blue\tred;blue,green\n"],
  ])("columns parted by %s: the other signs are letters", (_, text) => {
    expect(rowsOf("pins.csv", text)[0].words).toMatchObject({
      title: "Red; and blue",
      tags: ["red", "blue", "green"],
    });
  });

  test("a broken row fails by its line, and the others are read", () => {
    const text = 'file,title\na.png,"two\nlines"\n,no file\nb.png,6" nails\n';
    expect(rowsOf("pins.csv", text).map(({ words }) => words.title)).toEqual(["two\nlines", '6" nails']);
    expect(failuresOf("pins.csv", text)).toMatchObject([{ file: "pins.csv, line 4", code: "BAD_INPUT" }]);
  });

  test("in UTF-16 as spreadsheets write it, and with a mark in UTF-8", () => {
    const text = "\ufefffile\ttitle\n椅子.png\tStühle\n";
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(text, "utf16le"),
      Buffer.from(text, "utf16le").swap16(),
    ]) {
      expect(rowsOf("pins.csv", decodeText(bytes))).toMatchObject([
        { place: { file: "椅子.png" }, words: { title: "Stühle" } },
      ]);
    }
  });

  test("quotes that never end are said of the file", () => {
    expect(() => readManifest("pins.csv", 'file\n"a.png\n')).toThrow(
      expect.objectContaining({ code: "SOURCE_UNREADABLE" }),
    );
  });
});

describe("a manifest as JSON lines", () => {
  test("rows, and what is none by its line", () => {
    const lines = [
      '{"url":"https://shop.example/a.jpg","tags":["oak"],"price":{"amount":9,"currency":"usd"}}',
      "[]",
    ];
    const text = `${lines.join("\n")}\n\n{broken\n{"title":"no file"}\n`;
    expect(rowsOf("pins.jsonl", text)).toEqual([
      {
        place: { url: "https://shop.example/a.jpg" },
        words: { tags: ["oak"], price: { amount: 9, currency: "USD" }, attributes: {} },
      },
    ]);
    expect(failuresOf("pins.jsonl", text).map(({ file }) => file)).toEqual([
      ...["pins.jsonl, line 2", "pins.jsonl, line 4", "pins.jsonl, line 5"],
    ]);
  });
});

test.each([
  ["12.50", 12.5, ""],
  ["12,50 EUR", 12.5, "EUR"],
  ["EUR 12.50", 12.5, "EUR"],
  ["€ 1.299,00", 1299, "EUR"],
  ["$1,299.95", 1299.95, "USD"],
  ["1,299", 1299, ""],
  ["1'299.5 CHF", 1299.5, "CHF"],
  ["£3", 3, "GBP"],
])("the price %s", (price, amount, currency) => {
  const [row] = rowsOf("pins.jsonl", JSON.stringify({ file: "a.png", price }));
  expect(row.words.price).toEqual({ amount, currency });
});

test.each(["on request", "10 to 20 EUR", ""])("%j is no price", (price) => {
  expect(rowsOf("pins.jsonl", JSON.stringify({ file: "a.png", price }))[0].words.price).toBeUndefined();
});

test("a list of addresses has one a line, with remarks", () => {
  const rows = readAddresses("# shop\r\nhttps://shop.example/a.jpg\r\n\r\n  https://shop.example/b.jpg\n");
  expect(rows.map(({ place }) => place)).toEqual([
    { url: "https://shop.example/a.jpg" },
    { url: "https://shop.example/b.jpg" },
  ]);
});
