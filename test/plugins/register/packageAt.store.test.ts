import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageAt } from "../../../src/plugins/register/packageAt.ts";

it("reads the packages of a repository at a commit, and no later one", () => {
  const folder = mkdtempSync(join(tmpdir(), "paretograph-repository-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
      encoding: "utf8",
    }).trim();
  git("init", "--quiet");
  git("config", "uploadpack.allowAnySHA1InWant", "true");
  git("config", "uploadpack.allowFilter", "true");
  mkdirSync(join(folder, "packages/one"), { recursive: true });
  writeFileSync(join(folder, "packages/one/package.json"), '{"name":"paretograph-plugin-one","license":"MIT"}');
  writeFileSync(join(folder, "package.json"), "no json");
  git("add", "-A");
  git("commit", "--quiet", "-m", "first");
  const first = git("rev-parse", "HEAD");
  writeFileSync(join(folder, "packages/one/package.json"), '{"name":"changed"}');
  git("commit", "--quiet", "-am", "second");
  expect(packageAt(`file://${folder}`, first)).toEqual([{ name: "paretograph-plugin-one", license: "MIT" }]);
  expect(() => packageAt(`file://${folder}`, "b".repeat(40))).toThrow();
  rmSync(folder, { recursive: true });
});
