import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { pathInFolders } from "../../../src/evaluation/permission/dataFiles.ts";
import { readDataFile } from "../../../src/plugins/benchmarks/dataset/dataFile.ts";
import { NOTHING_DECLARED } from "../../../src/plugins/projectConfig.ts";

const folder = mkdtempSync(join(tmpdir(), "paretograph-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const data = join(folder, "data");
mkdirSync(join(data, "inner"), { recursive: true });
mkdirSync(join(folder, "database"));
for (const file of ["data/a.jsonl", "data/inner/b.jsonl", "database/c.jsonl", "secret"]) {
  writeFileSync(join(folder, file), "content");
}
symlinkSync(join(folder, "secret"), join(data, "link"));
symlinkSync("..", join(data, "up"));
symlinkSync("a.jsonl", join(data, "within"));
symlinkSync(data, join(folder, "alias"));

const declared = { ...NOTHING_DECLARED, dataFolders: [data] };

it.each(["data/a.jsonl", "data/inner/b.jsonl", "data/within", "alias/a.jsonl", "data/inner/../a.jsonl"])(
  "%s is in the folder",
  async (file) => expect(await pathInFolders(join(folder, file), declared)).toMatch(/\/data\/(inner\/b|a)\.jsonl$/),
);

it.each(["data/link", "data/up/secret", "data/../secret", "database/c.jsonl", "secret", "data"])(
  "%s is not in the folder",
  async (file) => {
    const asked = pathInFolders(`${folder}/${file}`, declared);
    await expect(asked).rejects.toMatchObject({ code: "FILE_REFUSED" });
  },
);

it("no file is in a folder where none is declared, and a file that is not there is not found", async () => {
  await expect(pathInFolders(join(data, "a.jsonl"), NOTHING_DECLARED)).rejects.toMatchObject({ code: "FILE_REFUSED" });
  await expect(pathInFolders(join(data, "none"), declared)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

it("reads a regular file alone, and waits for no writer of a pipe", async () => {
  expect(Buffer.from(await readDataFile(join(data, "a.jsonl"))).toString()).toBe("content");
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  for (const path of ["/dev/zero", "/dev/null", data, pipe]) {
    await expect(readDataFile(path)).rejects.toMatchObject({ code: "FILE_REFUSED" });
  }
});
