import { describe, expect, it } from "vitest";
import { secretMask } from "../../../src/server/observation/secrets.ts";

describe("the mask of secrets", () => {
  it("hides the values of variables that hold secrets, wherever they stand", () => {
    const mask = secretMask({
      HF_TOKEN: "correct-horse",
      OPENAI_API_KEY: 'quo"ted\\key',
      DATABASE_URL: "postgres://paretograph:p%40ss-word@db:5432/x",
      PATH: "/usr/bin",
      SHORT_KEY: "abcde",
      LONGER_KEY: "fghijk",
      LONGEST_KEY: "fghijk-and-more",
    });
    expect(mask("it sent correct-horse to /usr/bin, abcde")).toBe("it sent [secret] to /usr/bin, abcde");
    expect(mask("fghijk, fghijk-and-more")).toBe("[secret], [secret]");
    expect(mask(JSON.stringify({ msg: 'quo"ted\\key' }))).toBe('{"msg":"[secret]"}');
    expect(mask("p%40ss-word and p@ss-word")).toBe("[secret] and [secret]");
  });

  it.each([
    ["postgres://me:hunter22@db:5432/x refused", "postgres://[secret]@db:5432/x refused"],
    ["at https://token@engine.example/v1", "at https://[secret]@engine.example/v1"],
    ["authorization: Bearer abcdefgh12345678", "authorization: Bearer [secret]"],
    ['{"authorization":"Basic dXNlcjpwYXNz"}', '{"authorization":"Basic [secret]"}'],
    ["sent Bearer abcdefgh12345678.", "sent Bearer [secret]"],
    ["/sign-in?code=s3cr3ts3cr3t&x=1", "/sign-in?code=[secret]&x=1"],
    ['{\\"api_key\\":\\"s3cr3ts3cr3t\\"}', '{\\"api_key\\":\\"[secret]\\"}'],
    ["apiKey: s3cr3ts3cr3t", "apiKey: [secret]"],
    [`with pg_${"a-B_9".repeat(9)} and pgs_${"a-B_9".repeat(9)}`, "with [secret] and [secret]"],
    ["with hf_AbCdEfGhIjKlMn", "with [secret]"],
    ["with sk-proj-abcdefghijklmnop", "with [secret]"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "[secret]"],
  ])("hides what has the form of a secret: %s", (text, masked) => {
    expect(secretMask({})(text)).toBe(masked);
  });

  it.each([
    "http://127.0.0.1:8000/v1 answers 404",
    "where.benchmark: there is no benchmark",
    "tokens: 120 of 500",
    "the token has expired",
  ])("leaves other text as it is: %s", (text) => {
    expect(secretMask({})(text)).toBe(text);
  });

  it.each(["a.".repeat(200_000), "a://".repeat(100_000), "token=".repeat(100_000), "eyJ-".repeat(100_000)])(
    "takes no long time over long text",
    (text) => {
      const started = performance.now();
      secretMask({})(text);
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});
