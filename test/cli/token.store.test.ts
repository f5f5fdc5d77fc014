import { chmodSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { ask, commandFolder, operateToken, run } from "./command.ts";

const TOKENS = "{ tokens { id scope lab note } }";
const TOKEN = /^pg_[A-Za-z0-9_-]{43}\n$/;

/** Exchanges the code of a link for a token. */
async function signIn(link: string) {
  const [address, code] = link.trim().split("#sign-in=");
  const response = await fetch(new URL("/sign-in", address), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  return (await response.json()) as { token: string; scope: string };
}

describe("paretograph token", () => {
  it("makes, lists and revokes tokens while a server has the store open, and after", { timeout: 180_000 }, async () => {
    const server = run(["serve"]);
    const url = await server.ready();
    const { port: PORT } = new URL(url);
    expect(statSync(join(commandFolder(), "store", "operate-token")).mode & 0o777).toBe(0o600);
    expect((await ask(url, TOKENS, operateToken())).tokens).toMatchObject([{ scope: "operate", lab: null }]);

    const flags = ["--scope", "measure", "--lab", "acme", "--expires", "90d", "--note", "the cluster"];
    const made = await run(["token", "create", ...flags], { PORT }).ended;
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(TOKEN) });
    expect(made.stderr).toMatch(/^This is token 2, scope measure, lab acme, expires .*"the cluster"\. .*\n$/);
    expect(
      (await ask(url, "{ labs { edges { node { slug } } } }", made.stdout.trim())).labs.edges.length,
    ).toBeGreaterThan(0);

    const linked = await run(["token", "link", "--scope", "read"], { PORT }).ended;
    expect(linked.stdout).toMatch(new RegExp(`^http://127.0.0.1:${PORT}/graphql#sign-in=pgs_[A-Za-z0-9_-]{43}\n$`));
    expect(await signIn(linked.stdout)).toMatchObject({ scope: "read" });

    const elsewhere = await run(["token", "list"], { PORT: "1" }).ended;
    // The server's address stands in its folder, so that PORT need not be that of it.
    expect(elsewhere).toMatchObject({ code: 0, stdout: expect.stringContaining("scope measure, lab acme") });
    server.child.kill("SIGINT");
    await server.ended;

    const listed = await run(["token", "list"]).ended;
    expect(listed.stdout).toMatch(/^2\tpg_.*scope measure, lab acme, expires .*$/m);
    expect(listed.stdout).not.toContain(made.stdout.trim().slice(10));
    expect((await run(["token", "revoke", "2"]).ended).stdout).toMatch(/^Token 2 .* is revoked\.\n$/);
    expect(await run(["token", "revoke", "99"]).ended).toMatchObject({ code: 1, stderr: /no token "99"/ });
  });

  it.each([
    [["create"], /--scope/],
    [["create", "--scope", "all"], /Allowed choices are read, submit, measure, operate/],
    [["create", "--scope", "measure"], /^lab: a token of the scope "measure" is bound to a lab\.\n$/],
    [["create", "--scope", "read", "--lab", "no lab"], /^lab: it is written as/],
    [["create", "--scope", "read", "--expires", "soon"], /^--expires "soon" is not a time\. Write it as 90d/],
    [["create", "--scope", "read", "--expires", "0d"], /^--expires "0d" is not a time/],
    [["link", "--at", "here"], /^--at "here" is not an address/],
  ])("says what is wrong with %j", { timeout: 60_000 }, async (args, message) => {
    const { code, stderr, stdout } = await run(["token", ...args]).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(message);
  });
});

describe("paretograph serve", () => {
  it("replaces an operate token that others could have read, and closes reading", { timeout: 180_000 }, async () => {
    const first = run(["serve"], { READ_ACCESS: "token" });
    const url = await first.ready();
    const seen = operateToken();
    const body = JSON.stringify({ query: "{ labs { edges { node { slug } } } }" });
    const headers = { "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body })).status).toBe(401);
    expect((await ask(url, TOKENS, seen)).tokens.length).toBeGreaterThan(0);
    first.child.kill("SIGINT");
    await first.ended;

    chmodSync(join(commandFolder(), "store", "operate-token"), 0o644);
    const second = run(["serve"]);
    const again = await second.ready();
    expect(operateToken()).not.toBe(seen);
    expect((await ask(again, TOKENS, operateToken())).tokens.length).toBeGreaterThan(0);
    const refused = await fetch(again, {
      method: "POST",
      headers: { ...headers, authorization: `Bearer ${seen}` },
      body,
    });
    expect(refused.status).toBe(401);
    second.child.kill("SIGINT");
    await second.ended;
  });

  it("goes on without a file for its token on PostgreSQL", { timeout: 120_000 }, async () => {
    const blocked = join(commandFolder(), "blocked");
    writeFileSync(blocked, "");
    const DATABASE_URL = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
    const server = run(["serve"], { DATABASE_URL, DATA_DIR: blocked });
    await server.ready();
    const made = await run(["token", "create", "--scope", "read"], { DATABASE_URL }).ended;
    expect(made.stdout).toMatch(TOKEN);
    server.child.kill("SIGINT");
    const { code, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/DATA_DIR .*blocked.* can't be written, so there is no token for commands here: /);
  });

  it.each([
    [{ READ_ACCESS: "closed" }, /^READ_ACCESS "closed" can't be used: it is either open or token\.\n$/],
    [{ TOKEN_SECRET: "short" }, /^TOKEN_SECRET can't be used: (?!.*"short").*32.*\n$/],
    [{ JWT_ISSUER: "https://id" }, /^JWT_AUDIENCE and JWT_JWKS_URL can't be left out/],
    [{ JWT_ISSUER: "i", JWT_AUDIENCE: "a", JWT_JWKS_URL: "http://id.example.org/keys" }, /^JWT_JWKS_URL .*by https/],
    [{ JWT_ISSUER: "i", JWT_AUDIENCE: "a", JWT_JWKS_URL: "keys" }, /^JWT_JWKS_URL "keys" can't be used/],
  ])("says in one line why it can't start with %j", async (environment, message) => {
    const { code, stderr } = await run(["serve"], environment).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });
});
