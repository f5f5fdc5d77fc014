import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { keepOperateToken, readOperateToken } from "../../src/access/operateToken.ts";
import { createTokens, type Tokens } from "../../src/access/tokens.ts";
import { openStore, type Store } from "../../src/store/store.ts";

describe("the token that a server writes for its own user", () => {
  let store: Store;
  let tokens: Tokens;
  let folder: string;
  beforeAll(async () => {
    store = await openStore({});
    tokens = createTokens(store);
  });
  afterAll(() => store.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paretograph-operate-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const file = () => join(folder, "operate-token");
  const text = () => readFileSync(file(), "utf8").trim();
  const find = async (token: string) => tokens.find(await tokens.digestOf(token));

  it("is an operator's of all labs, in a file that only its user can read, whatever the umask", async () => {
    const before = process.umask(0);
    try {
      await keepOperateToken(tokens, folder);
    } finally {
      process.umask(before);
    }
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(await find(text())).toMatchObject({ scope: "operate", lab: null, expiresAt: null, isRevoked: false });
    expect(await readOperateToken(folder)).toBe(text());
    expect(readdirSync(folder)).toEqual(["operate-token"]);
  });

  it("is kept as long as it holds", async () => {
    await keepOperateToken(tokens, folder);
    const first = text();
    await keepOperateToken(tokens, folder);
    expect(text()).toBe(first);
  });

  it("makes its folder", async () => {
    const inside = join(folder, "a", "b");
    await keepOperateToken(tokens, inside);
    expect(await readOperateToken(inside)).toMatch(/^pg_/);
  });

  it.each([0o644, 0o640, 0o604, 0o660, 0o666])("is replaced and revoked if others could read it (%o)", async (mode) => {
    await keepOperateToken(tokens, folder);
    const seen = text();
    chmodSync(file(), mode);
    expect(await readOperateToken(folder)).toBeNull();
    await keepOperateToken(tokens, folder);
    expect(text()).not.toBe(seen);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(await find(seen)).toMatchObject({ isRevoked: true });
  });

  it("is replaced if it was revoked, or belongs to another store, or is something else", async () => {
    await keepOperateToken(tokens, folder);
    const { id } = (await find(text()))!;
    await tokens.revoke(String(id), null);
    const lesser = [
      text(),
      (await tokens.create({ scope: "measure", lab: "lab-a" })).token,
      (await tokens.create({ scope: "operate", lab: "lab-a" })).token,
      (await tokens.create({ scope: "operate", expiresAt: "2999-01-01T00:00:00Z" })).token,
      `pg_${"A".repeat(43)}`,
      "",
      "x".repeat(100_000),
    ];
    for (const other of lesser) {
      writeFileSync(file(), other, { mode: 0o600 });
      await keepOperateToken(tokens, folder);
      expect(text()).not.toBe(other);
      expect(await find(text())).toMatchObject({ scope: "operate", lab: null, isRevoked: false });
    }
  });

  it("follows no link, neither to read nor to write", async () => {
    const elsewhere = join(folder, "elsewhere");
    writeFileSync(elsewhere, "precious", { mode: 0o600 });
    symlinkSync(elsewhere, file());
    expect(await readOperateToken(folder)).toBeNull();
    await keepOperateToken(tokens, folder);
    expect(readFileSync(elsewhere, "utf8")).toBe("precious");
    expect(await readOperateToken(folder)).toMatch(/^pg_/);
  });

  it("leaves nothing behind where the file cannot be replaced", async () => {
    mkdirSync(join(file(), "full"), { recursive: true });
    const before = (await tokens.list(null)).filter(({ revokedAt }) => revokedAt === null).length;
    await expect(keepOperateToken(tokens, folder)).rejects.toMatchObject({ syscall: "rename" });
    expect(readdirSync(folder)).toEqual(["operate-token"]);
    expect((await tokens.list(null)).filter(({ revokedAt }) => revokedAt === null).length).toBe(before);
  });

  it("is not made where the folder cannot be written", async () => {
    const blocked = join(folder, "blocked");
    writeFileSync(blocked, "");
    await expect(keepOperateToken(tokens, blocked)).rejects.toMatchObject({ syscall: expect.any(String) });
    expect(existsSync(join(blocked, "operate-token"))).toBe(false);
  });

  it("is null where there is none", async () => {
    expect(await readOperateToken(folder)).toBeNull();
    expect(await readOperateToken(join(folder, "none"))).toBeNull();
  });
});
