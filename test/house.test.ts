import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { foldersOf, importableFrom, ROOMS, withImportRules } from "../tools/rooms.ts";

const MOST_FILES = 25;

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => /\.[jt]s$/.test(file));
const ruled = ROOMS.flatMap(foldersOf);

/** The files of the house that a file imports, as paths in `src`. */
function importsOf(file: string): string[] {
  const text = readFileSync(join("src", file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) =>
    normalize(join(dirname(file), path!)),
  );
}

describe("the rooms of src", () => {
  it("each have a rule, and each rule has a room", () => {
    const folders = [...new Set(files.map(dirname))].filter((folder) => folder !== ".");
    expect(folders.sort()).toEqual(ruled.toSorted());
  });

  it("have their rules in biome.json", () => {
    const written = readFileSync("biome.json", "utf8");
    expect(JSON.parse(written)).toEqual(JSON.parse(withImportRules(written)));
  });

  it("have names that tell them apart in the path of an import", () => {
    const names = ruled.map((folder) => folder.split("/").at(-1));
    expect(names.toSorted()).toEqual([...new Set(names)].sort());
  });

  it(`hold ${MOST_FILES} files at most`, () => {
    const crowded = Map.groupBy(files, dirname).entries();
    expect([...crowded].filter(([, inIt]) => inIt.length > MOST_FILES)).toEqual([]);
  });

  it("import only what their rules allow", () => {
    const wrong = files.flatMap((file) => {
      const folder = dirname(file);
      if (folder === ".") return [];
      const allowed = [folder, ...importableFrom(folder)];
      return importsOf(file).flatMap((imported) =>
        allowed.includes(dirname(imported)) ? [] : [`${file} imports ${relative(".", imported)}`],
      );
    });
    expect(wrong).toEqual([]);
  });
});
