import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSignInCode, exchangeCode } from "../../src/access/signIn.ts";
import { createDigest } from "../../src/access/tokenDigest.ts";
import { createTokens, type Tokens } from "../../src/access/tokens.ts";
import type { Store } from "../../src/store/store.ts";
import { ENGINES } from "../support/stores.ts";

describe.each(ENGINES)("tokens on %s", (_, open) => {
  let store: Store;
  let tokens: Tokens;
  beforeAll(async () => {
    store = await open();
    tokens = createTokens(store);
  });
  afterAll(() => store.close());

  const find = async (token: string) => tokens.find(await tokens.digestOf(token));
  const everything = async () => JSON.stringify(await store.rows("select * from tokens", []));

  it("have 256 random bits, and are found but not stored", async () => {
    const { token, row } = await tokens.create({ scope: "measure", lab: "lab-a", note: "for tests" });
    expect(token).toMatch(/^pg_[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(token.slice(3), "base64url")).toHaveLength(32);
    expect(row).toMatchObject({ scope: "measure", lab: "lab-a", note: "for tests", singleUse: false, revokedAt: null });
    expect(await find(token)).toMatchObject({
      id: row.id,
      scope: "measure",
      lab: "lab-a",
      isRevoked: false,
      expiresAt: null,
    });
    expect(await everything()).not.toContain(token.slice(9));
    expect((await tokens.create({ scope: "read" })).token).not.toBe(token);
  });

  it("are not found if one character differs, or under another key", async () => {
    const { token } = await tokens.create({ scope: "read" });
    const other = token.endsWith("A") ? "E" : "A";
    expect(await find(token.slice(0, -1) + other)).toBeNull();
    expect(await find(token.toUpperCase())).toBeNull();
    const elsewhere = createTokens(store, "another key that is long enough!");
    expect(await elsewhere.find(await elsewhere.digestOf(token))).toBeNull();
  });

  it("have digests by one key, whoever makes it first", async () => {
    await store.rows("delete from secrets", []);
    const digests = await Promise.all(Array.from({ length: 8 }, () => createDigest(store)("pg_x")));
    expect(new Set(digests.map((digest) => digest.toString("hex"))).size).toBe(1);
    const [[kept]] = (await store.rows("select value from secrets", [])) as [[string]];
    expect(Buffer.from(kept, "base64url")).toHaveLength(32);
    tokens = createTokens(store);
  });

  it("ask for the key again if the database failed", async () => {
    let isDown = true;
    const rows = (...asked: Parameters<Store["rows"]>) =>
      isDown ? Promise.reject(new Error("down")) : store.rows(...asked);
    const digest = createDigest({ rows });
    await expect(digest("pg_x")).rejects.toThrow("down");
    isDown = false;
    expect(await digest("pg_x")).toEqual(await tokens.digestOf("pg_x"));
  });

  it("are revoked by their number, once and for all", async () => {
    const { token, row } = await tokens.create({ scope: "operate" });
    const first = await tokens.revoke(String(row.id), null);
    expect(first.revokedAt).toEqual(expect.any(String));
    expect(await find(token)).toMatchObject({ isRevoked: true });
    expect((await tokens.revoke(String(row.id), null)).revokedAt).toBe(first.revokedAt);
  });

  it.each(["0", "-1", "1.5", "1e3", "99999999999999999999", "", "x", "1; drop table tokens", "999999"])(
    "are not revoked by %j",
    async (id) => {
      await expect(tokens.revoke(id, null)).rejects.toMatchObject({ code: "BAD_ID", argument: "id" });
    },
  );

  it("of another lab are neither listed nor revoked for a lab", async () => {
    const { token, row } = await tokens.create({ scope: "measure", lab: "lab-a" });
    await expect(tokens.revoke(String(row.id), "lab-b")).rejects.toMatchObject({ code: "BAD_ID" });
    expect(await find(token)).toMatchObject({ isRevoked: false });
    expect((await tokens.list("lab-b")).map(({ lab }) => lab)).toEqual([]);
    expect((await tokens.list("lab-a")).map(({ id }) => id)).toContain(row.id);
  });

  describe("from sign-in links", () => {
    const link = async (parent?: number) =>
      (await createSignInCode(store, tokens, { scope: "measure", lab: "lab-a", ...(parent && { parent }) })).code;
    const signIn = (code: unknown) => exchangeCode(store, tokens, code);

    it("hold for twelve hours, with the rights of the link", async () => {
      const { token, expiresAt, ...rights } = await signIn(await link());
      expect(rights).toEqual({ scope: "measure", lab: "lab-a" });
      const hours = (Date.parse(expiresAt) - Date.now()) / 3_600_000;
      expect(hours).toBeGreaterThan(11.9);
      expect(hours).toBeLessThanOrEqual(12.01);
      expect(await find(token)).toMatchObject({ scope: "measure", lab: "lab-a", isRevoked: false });
    });

    it("are given once, also to eight who ask at the same time", async () => {
      const code = await link();
      const answers = await Promise.allSettled(Array.from({ length: 8 }, () => signIn(code)));
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      await expect(signIn(code)).rejects.toMatchObject({ code: "UNAUTHENTICATED", status: 401 });
    });

    it("are not given after ten minutes", async () => {
      const code = await link();
      const expired = "update tokens set expires_at = expires_at - interval '10 minutes' where single_use";
      await store.rows(expired, []);
      await expect(signIn(code)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    });

    it("are not given for a token in place of a code, and a code is no token", async () => {
      const { token } = await tokens.create({ scope: "operate" });
      await expect(signIn(token)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
      expect(await find(await link())).toBeNull();
    });

    it.each([undefined, null, 1, {}, ["pgs_"], "", "pgs_x"])("are not given for %j", async (code) => {
      await expect(signIn(code)).rejects.toMatchObject({ status: typeof code === "string" ? 401 : 400 });
    });

    it("end with the token that made the link, used or not", async () => {
      const { row } = await tokens.create({ scope: "measure", lab: "lab-a" });
      const [used, unused] = [await link(row.id), await link(row.id)];
      const { token } = await signIn(used);
      await tokens.revoke(String(row.id), null);
      expect(await find(token)).toMatchObject({ isRevoked: true });
      await expect(signIn(unused)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
      // Also one that was exchanged in the moment between.
      await store.rows("update tokens set revoked_at = null where parent = $1", [row.id]);
      expect(await find(token)).toMatchObject({ isRevoked: true });
      await expect(signIn(unused)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    });

    it("hold no longer than the token that made the link", async () => {
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
      const { row } = await tokens.create({ scope: "measure", lab: "lab-a", expiresAt });
      const signedIn = await signIn(await link(row.id));
      expect(Date.parse(signedIn.expiresAt)).toBe(Date.parse(expiresAt));
    });

    it("make no further links", async () => {
      const { row } = await tokens.create({ scope: "measure", lab: "lab-a" });
      const { token } = await signIn(await link(row.id));
      const { id } = (await find(token))!;
      await expect(link(id)).rejects.toMatchObject({ code: "FORBIDDEN" });
    });
  });

  it("that expired long ago are deleted when another one is made", async () => {
    const { row } = await tokens.create({ scope: "read" });
    await store.rows("update tokens set expires_at = now() - interval '31 days' where id = $1", [row.id]);
    await tokens.create({ scope: "read" });
    expect((await tokens.list(null)).map(({ id }) => id)).not.toContain(row.id);
  });
});
