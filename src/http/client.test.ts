import { expect, test } from "vitest";
import { bowerbirdClient } from "./client.ts";

const answering = (body: string, init?: ResponseInit) => {
  const asked: Request[] = [];
  const client = bowerbirdClient({
    url: "http://pictures.example/",
    key: "secret",
    fetch: async (url, options) => {
      asked.push(new Request(url, options));
      return new Response(body, init);
    },
  });
  return { client, asked };
};

test("fills the address, and sends the key, the query and the idempotency key", async () => {
  const { client, asked } = answering('{"done":1}');
  await client.pins.remove({ params: { id: "a/b?c" }, idempotencyKey: "once" });
  await client.pins.list({ query: { limit: 5, filter: '{"tags":["a&b"]}' } });
  expect(asked.map(({ method, url }) => [method, url])).toEqual([
    ["DELETE", "http://pictures.example/pins/a%2Fb%3Fc"],
    ["GET", "http://pictures.example/pins?limit=5&filter=%7B%22tags%22%3A%5B%22a%26b%22%5D%7D"],
  ]);
  expect(asked[0].headers.get("authorization")).toBe("Bearer secret");
  expect(asked[0].headers.get("idempotency-key")).toBe("once");
});

test("a refusal is an error with the server's code, sentence, remedy and request id", async () => {
  const problem = { code: "PIN_NOT_FOUND", status: 404, detail: "no pin x", remedy: "List.", instance: "id" };
  const { client } = answering(JSON.stringify(problem), { status: 404 });
  await expect(client.pins.read({ params: { id: "x" } })).rejects.toMatchObject({
    ...{ name: "ClientError", code: "PIN_NOT_FOUND", status: 404, message: "no pin x" },
    ...{ remedy: "List.", requestId: "id" },
  });
});

test.each([
  ["a page", "<h1>Welcome</h1>", 200],
  ["a proxy's page", "<h1>Bad gateway</h1>", 502],
  ["another program's JSON", '{"error":"nope"}', 404],
])("%s is not taken for an answer", async (_, body, status) => {
  const { client } = answering(body, { status });
  await expect(client.pins.list({})).rejects.toMatchObject({
    code: "SERVER_UNREACHABLE",
    message: expect.stringContaining("is no Bowerbird"),
  });
});

test("where nobody answers, the sentence names the server and nothing that was asked", async () => {
  const client = bowerbirdClient({
    url: "http://pictures.example",
    fetch: () => Promise.reject(new TypeError("fetch failed")),
  });
  await expect(client.pins.list({ query: { filter: "private" } })).rejects.toMatchObject({
    code: "SERVER_UNREACHABLE",
    message: "no server answers at http://pictures.example",
  });
});
