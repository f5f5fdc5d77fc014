import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createAccess } from "../../src/access/access.ts";
import { createIdentify } from "../../src/access/callers.ts";
import { createTokens } from "../../src/access/tokens.ts";
import { openStore, type Store } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";

describe("callers of two processes on one PostgreSQL", () => {
  let stores: Store[];
  beforeAll(async () => {
    const url = await createDatabaseOn(inject("postgresUrl"));
    stores = [await openStore({ url }), await openStore({ url })];
  });
  afterAll(() => Promise.all(stores.map((store) => store.close())));

  it("are known to both, and refused by both as soon as one revokes their token", async () => {
    const [one, other] = stores.map((store) => createAccess(store)) as [
      ReturnType<typeof createAccess>,
      ReturnType<typeof createAccess>,
    ];
    const { token, row } = await one.tokens.create({ scope: "measure", lab: "lab-a" });
    const header = `Bearer ${token}`;
    const principal = { id: `token:${row.id}`, scope: "measure", lab: "lab-a", tokenId: row.id };
    expect(await one.identify(header)).toEqual(principal);
    expect(await other.identify(header)).toEqual(principal);
    const started = performance.now();
    await one.tokens.revoke(String(row.id), null);
    for (const { identify } of [one, other]) {
      await expect.poll(() => identify(header).catch((error) => error.code), { interval: 20 }).toBe("TOKEN_REVOKED");
    }
    // By the message, and not only because it was forgotten after five seconds.
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("are refused within the stated time even if no message comes", async () => {
    const tokens = createTokens(stores[0]!);
    const identify = createIdentify({ listen: () => Promise.reject(new Error("lost")) }, tokens);
    const { token, row } = await tokens.create({ scope: "read" });
    expect(await identify(`Bearer ${token}`)).toMatchObject({ scope: "read" });
    await stores[0]!.rows("update tokens set revoked_at = now() where id = $1", [row.id]);
    expect(await identify(`Bearer ${token}`)).toMatchObject({ scope: "read" });
    await expect
      .poll(() => identify(`Bearer ${token}`).catch((error) => error.code), { timeout: 6000, interval: 100 })
      .toBe("TOKEN_REVOKED");
  });

  it("are refused from the moment at which a token expires, though it is remembered", async () => {
    const { tokens, identify } = createAccess(stores[0]!);
    const { token } = await tokens.create({ scope: "read", expiresAt: new Date(Date.now() + 700).toISOString() });
    expect(await identify(`Bearer ${token}`)).toMatchObject({ scope: "read" });
    await new Promise((resolve) => setTimeout(resolve, 750));
    await expect(identify(`Bearer ${token}`)).rejects.toMatchObject({ code: "TOKEN_EXPIRED", status: 401 });
  });

  it("do not remember what was read before a revocation was heard", async () => {
    const tokens = createTokens(stores[0]!);
    let tell = (_: string) => {};
    const slow = {
      ...tokens,
      find: async (digest: Buffer) => {
        const found = await tokens.find(digest);
        await store.rows("update tokens set revoked_at = now() where id = $1", [found!.id]);
        tell("");
        return found;
      },
    };
    const [store] = stores as [Store];
    const identify = createIdentify(
      {
        listen: async (_, onNotify) => {
          tell = onNotify;
        },
      },
      slow,
    );
    const { token } = await tokens.create({ scope: "read" });
    await identify(`Bearer ${token}`);
    await expect(identify(`Bearer ${token}`)).rejects.toMatchObject({ code: "TOKEN_REVOKED" });
  });

  it.each([
    "",
    "Bearer",
    "Bearer ",
    "Basic dXNlcjpwYXNz",
    "bearer",
    "Bearer pg_x",
    "Bearer a b",
    "Token TOKEN",
    "TOKEN",
    "Bearer TOKEN, Bearer TOKEN",
    `Bearer ${"x".repeat(10_000)}`,
    "Bearer a.b.c",
  ])("are refused with %j", async (header) => {
    const { tokens, identify } = createAccess(stores[0]!);
    const { token } = await tokens.create({ scope: "read" });
    await expect(identify(header.replaceAll("TOKEN", token))).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      status: 401,
    });
  });

  it("write Bearer in any case (RFC 9110, 11.1)", async () => {
    const { tokens, identify } = createAccess(stores[0]!);
    const { token } = await tokens.create({ scope: "read" });
    expect(await identify(`bearer ${token}`)).toMatchObject({ scope: "read" });
  });
});
