import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../../src/store/store.ts";
import { run } from "../../cli/command.ts";
import { fillSmallStore } from "../../support/smallStore.ts";
import { ENGINES } from "../../support/stores.ts";

const temporary = mkdtempSync(join(tmpdir(), "paretograph-broken-"));
const whole = join(temporary, "whole");
beforeAll(async () => {
  const store = await openStore({ folder: whole });
  await fillSmallStore(store);
  await store.close();
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

let copies = 0;
function copy(): string {
  const folder = join(temporary, `copy-${copies++}`);
  cpSync(whole, folder, { recursive: true });
  return folder;
}
/** The files of a folder of the database, with their paths. */
const filesIn = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

const BREAKAGES: [string, (folder: string) => void][] = [
  ["the version of PostgreSQL is another", (folder) => writeFileSync(join(folder, "pg/PG_VERSION"), "16\n")],
  ["the version is missing", (folder) => rmSync(join(folder, "pg/PG_VERSION"))],
  [
    "the folder holds other files",
    (folder) => {
      rmSync(join(folder, "pg"), { recursive: true });
      mkdirSync(join(folder, "pg"));
      writeFileSync(join(folder, "pg/holiday.jpg"), "a picture");
    },
  ],
  ["the control file is gone", (folder) => rmSync(join(folder, "pg/global/pg_control"))],
  ["the control file is cut", (folder) => truncateSync(join(folder, "pg/global/pg_control"), 100)],
  [
    "the log of writes is gone",
    (folder) => {
      for (const file of filesIn(join(folder, "pg/pg_wal"))) rmSync(file, { recursive: true });
    },
  ],
  [
    "the log of writes is damaged",
    (folder) => {
      for (const file of filesIn(join(folder, "pg/pg_wal")))
        if (statSync(file).isFile()) writeFileSync(file, Buffer.alloc(8192, 0x5a));
    },
  ],
  [
    "all tables are cut",
    (folder) => {
      for (const database of filesIn(join(folder, "pg/base"))) {
        for (const file of filesIn(database)) if (statSync(file).size > 0) truncateSync(file, 512);
      }
    },
  ],
];

describe("an embedded store that is broken", () => {
  it.each(BREAKAGES)("is named with what to do: %s", { timeout: 60_000 }, async (_, breakIt) => {
    const folder = copy();
    breakIt(folder);
    const { code, stderr } = await run(["frontier", "sums"], { DATA_DIR: folder }).ended;
    expect(stderr).toMatch(
      /^The .*\. Move the folder away and restore a backup with `paretograph restore FILE`, or set DATA_DIR to another folder\.\n$/,
    );
    expect(stderr).toContain(folder);
    expect(code).toBe(1);
  });
});

describe.each(ENGINES)("a store on %s", (_, open) => {
  it("that a newer program has migrated is refused by name", async () => {
    const store = await open();
    await store.drizzle.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', 4102444800000)`,
    );
    await expect(store.migrate(async () => {})).rejects.toMatchObject({
      code: "STORE_NEWER",
      message: expect.stringMatching(/^The store was written by a newer Paretograph than this 0\.\d+\.\d+\. /),
    });
    await store.close();
  });
});
