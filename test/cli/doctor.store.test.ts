import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openStore } from "../../src/store/store.ts";
import { createDatabaseOn } from "../support/createDatabase.ts";
import { run } from "./command.ts";

interface Finding {
  about: string;
  status: "ok" | "warn" | "fail";
  message: string;
}

async function doctor(environment: Record<string, string>): Promise<{ code: number; found: Map<string, Finding> }> {
  const { code, stdout } = await run(["doctor", "--json"], environment).ended;
  return { code, found: new Map((JSON.parse(stdout) as Finding[]).map((finding) => [finding.about, finding])) };
}

describe("paretograph doctor", { timeout: 120_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "paretograph-doctor-"));
    cpSync(inject("bundledFolder"), folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("finds nothing wrong with a store on each database, in one line each", async () => {
    const { code, stdout } = await run(["doctor"], { DATA_DIR: folder }).ended;
    expect(stdout.trimEnd().split("\n")).toEqual(
      stdout
        .trimEnd()
        .split("\n")
        .filter((line) => /^(ok|warn) {2,4}\S/.test(line)),
    );
    expect(code).toBe(0);
    const url = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
    const { found } = await doctor({ DATA_DIR: folder, DATABASE_URL: url });
    for (const about of ["database", "migrations", "pooled results", "data version"]) {
      expect(found.get(about)).toMatchObject({ status: "ok" });
    }
  });

  it("names pooled results and a data version that do not follow from the runs", async () => {
    const url = await createDatabaseOn(inject("postgresUrl"), inject("bundledDatabase"));
    const store = await openStore({ url });
    await store.rows(
      "update pooled_results set run_count = run_count + 1 where (model_id, mode) in (select model_id, mode from pooled_results limit 1)",
      [],
    );
    await store.rows("update data_version set digest = digest + 1", []);
    await store.close();
    const { code, found } = await doctor({ DATA_DIR: folder, DATABASE_URL: url });
    expect(code).toBe(1);
    expect(found.get("pooled results")).toMatchObject({
      status: "fail",
      message: expect.stringMatching(/^[1-9]\d* of \d+ differ/),
    });
    expect(found.get("data version")).toMatchObject({ status: "fail" });
  });

  it("says in a line what can't be used, without passwords", async () => {
    const { code, found } = await doctor({
      DATA_DIR: folder,
      DATABASE_URL: "postgres://me:hunter2hunter2@127.0.0.1:1/x",
    });
    expect(code).toBe(1);
    expect(found.get("database")).toMatchObject({ status: "fail" });
    expect(JSON.stringify([...found.values()])).not.toContain("hunter2");
    const wrong = await doctor({ PORT: "http" });
    expect(wrong).toMatchObject({ code: 1 });
    expect(wrong.found.get("settings")).toMatchObject({
      status: "fail",
      message: expect.stringMatching(/^PORT "http"/),
    });
    const file = await doctor({ DATA_DIR: "/dev/null/store" });
    expect(file.found.get("DATA_DIR")?.status).toBe("fail");
  });

  it("warns of misspelt variables, of a taken port, and of a token that others can read", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await expect.poll(() => other.listening).toBe(true);
    const token = join(folder, "operate-token");
    writeFileSync(token, "pg_x");
    chmodSync(token, 0o644);
    const PORT = String((other.address() as AddressInfo).port);
    const { code, found } = await doctor({ DATA_DIR: folder, PORT, DATABSE_URL: "postgres://db/x", HF_TOKEN: "oops" });
    other.close();
    rmSync(token);
    expect(code).toBe(1);
    expect(found.get("environment")).toMatchObject({
      status: "warn",
      message: expect.stringContaining("DATABASE_URL"),
    });
    expect(found.get("HOST and PORT")).toMatchObject({ status: "warn", message: expect.stringContaining("taken") });
    expect(found.get("token file")).toMatchObject({ status: "fail", message: expect.stringContaining("0644") });
    expect(found.get("Hugging Face")).toMatchObject({ status: "warn" });
  });

  it("asks the server that has the store open, and does not open it", async () => {
    const server = run(["serve"], { DATA_DIR: folder });
    const url = await server.ready();
    const { found } = await doctor({ DATA_DIR: folder, PORT: new URL(url).port });
    expect(found.get("running server")).toBeDefined();
    expect(found.has("database")).toBe(false);
    server.child.kill("SIGTERM");
    await server.ended;
  });
});
