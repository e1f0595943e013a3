import { expect, test } from "vitest";
import { networkOf, signInGuard } from "./sign-in-guard.ts";

const owner = "ada@example.org";
const network = (i: number): string => `192.0.2.${i}`;

function guarded() {
  let now = 0;
  const guard = signInGuard({ now: () => now });
  const wrong = (times: number, from: string, email = owner): void => {
    for (let i = 0; i < times; i++) guard.failed(email, from);
  };
  return { guard, wrong, pass: (minutes: number) => (now += minutes * 60_000) };
}

test("one network tries one person's password ten times, then waits", () => {
  const { guard, wrong, pass } = guarded();
  wrong(9, network(1));
  expect(guard.admit(owner, network(1))).toBe(0);
  wrong(1, network(1));
  expect(() => guard.admit(owner.toUpperCase(), network(1))).toThrow(
    expect.objectContaining({ code: "TOO_MANY_SIGN_INS", details: { seconds: 900 } }),
  );
  expect(guard.admit("grace@example.org", network(1))).toBe(0);
  pass(15);
  expect(guard.admit(owner, network(1))).toBe(0);
});

test("one network tries everybody's fifty times", () => {
  const { guard, wrong } = guarded();
  for (let i = 0; i < 50; i++) wrong(1, network(1), `person${i}@example.org`);
  expect(() => guard.admit(owner, network(1))).toThrow(
    expect.objectContaining({ code: "TOO_MANY_SIGN_INS" }),
  );
});

test("strangers do not lock the owner out, however many: they slow it down by seconds", () => {
  const { guard, wrong } = guarded();
  for (let i = 1; i <= 200; i++) wrong(10, network(i));
  const wait = guard.admit(owner, "198.51.100.7");
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(4000);
  guard.succeeded(owner, "198.51.100.7");
  expect(() => guard.admit(owner, network(1))).toThrow(
    expect.objectContaining({ code: "TOO_MANY_SIGN_INS" }),
  );
});

test("a network of IPv6 is one, and an address of IPv4 is itself however it is written", () => {
  expect(networkOf("2001:db8::1")).toBe(networkOf("2001:db8:0:0:ffff::9"));
  expect(networkOf("2001:db8:0:1::1")).not.toBe(networkOf("2001:db8::1"));
  expect(networkOf("::ffff:192.0.2.1")).toBe(networkOf("192.0.2.1"));
});
