import { globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ERRORS } from "../src/errors/errorTable.ts";
import { SECTIONS, withSections } from "../tools/docSections.ts";

const documents = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

describe("the documents", () => {
  it("name only scripts that package.json has, or that of a created plugin", () => {
    const [own, created] = ["package.json", "templates/common/package.json"].map((file) =>
      JSON.parse(readFileSync(file, "utf8")),
    );
    const scripts = { ...own.scripts, ...created.scripts };
    const named = documents.flatMap((document) =>
      [...readFileSync(document, "utf8").matchAll(/npm (?:run )?((?<=run )[\w:-]+|start|test)/g)].map(
        ([, name]) => name!,
      ),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("hold their generated sections as `npm run docs` writes them", () => {
    for (const document of Object.keys(SECTIONS)) {
      const text = readFileSync(document, "utf8");
      expect(text).toBe(withSections(document, text));
    }
  });

  it("list every error code with its status, whether to try again, and its meaning", () => {
    const row = /^\| `(\w+)` \| (\d+) \| (yes|no) \| (.*) \|$/gm;
    const listed = [...readFileSync("docs/errors.md", "utf8").matchAll(row)].map((match) => match.slice(1));
    const declared = Object.values(ERRORS).flatMap((codes) =>
      Object.entries(codes).map(([code, { status, retry, meaning }]) => [
        code,
        String(status),
        retry ? "yes" : "no",
        meaning,
      ]),
    );
    expect(listed.toSorted()).toEqual(declared.toSorted());
  });
});

describe.each(globSync("{,bench/*/,data/scripts/*/,tools/*/}package-lock.json"))("%s", (path) => {
  const { packages } = JSON.parse(readFileSync(path, "utf8"));

  it("records no address of a registry, but folders of the repository alone", () => {
    const addresses = Object.values<{ resolved?: string }>(packages).flatMap(({ resolved }) => resolved ?? []);
    expect(addresses).toEqual(path === "package-lock.json" ? ["tools/node", "tools/node/packaged-node"] : []);
  });
});
