import { describe, expect, it } from "vitest";
import { faultsOfPackage } from "../../../src/plugins/register/packageAt.ts";
import {
  isReproduced,
  parseRegister,
  type RegisterEntry,
  readRegister,
  searchRegister,
} from "../../../src/plugins/register/register.ts";

const entry: RegisterEntry = {
  name: "paretograph-plugin-capitals",
  kind: "benchmark",
  repository: "https://github.com/lab/capitals",
  commit: "a".repeat(40),
  description: "Capital cities of Europe.",
  license: "MIT",
};
const lines = (...entries: object[]) => entries.map((one) => `${JSON.stringify(one)}\n`).join("");
const reproduction = (model: string, published: number, measured: number, answers = 500) => ({
  model,
  published: { accuracy: published, answers, source: "https://arxiv.org/abs/1" },
  measured: { accuracy: measured, answers, run: "https://lab.example/runs/1" },
});

describe("the register", () => {
  it("of this repository can be read", () => expect(readRegister()).toBeInstanceOf(Array));

  it.each<[object, RegExp]>([
    [{ ...entry, name: "capitals" }, /line 1: name: must be the name of a package/],
    [{ ...entry, commit: "main" }, /line 1: commit: must be a commit/],
    [{ ...entry, repository: "git@github.com:lab/x" }, /line 1: repository/],
    [{ ...entry, repository: "http://github.com/lab/x" }, /line 1: repository/],
    [{ ...entry, kind: "toaster" }, /line 1: kind/],
    [{ ...entry, isReproduced: true }, /line 1: it: Unrecognized key/],
    [{ ...entry, kind: "runner", reproductions: [] }, /only a benchmark has reproductions/],
    [
      { ...entry, reproductions: [{ ...reproduction("a/b", 0.5, 0.5), measured: { accuracy: 0.5, answers: 3 } }] },
      /reproductions\.0\.measured\.run/,
    ],
  ])("refuses %j", (line, fault) => expect(() => parseRegister(lines(line))).toThrow(fault));

  it("names the line at fault, and takes each package once and in order", () => {
    expect(() => parseRegister(`${lines(entry)}no json\n`)).toThrow(/line 2: it is no JSON/);
    expect(() => parseRegister(lines(entry, entry))).toThrow(/line 2: .* order of names, each once/);
    expect(parseRegister(lines({ ...entry, name: "@a/paretograph-plugin-x" }, entry))).toHaveLength(2);
  });

  it("is searched by all words", () => {
    const others = [
      entry,
      { ...entry, name: "paretograph-plugin-other", kind: "runner" as const, description: "An engine." },
    ];
    expect(searchRegister(others, ["benchmark", "EUROPE"]).map(({ name }) => name)).toEqual([entry.name]);
    expect(searchRegister(others, [])).toHaveLength(2);
    expect(searchRegister(others, ["europe", "engine"])).toEqual([]);
  });

  it("calls a benchmark reproduced where two models' scores are met within their joint interval", () => {
    const of = (...reproductions: ReturnType<typeof reproduction>[]) => isReproduced({ reproductions });
    expect(of()).toBe(false);
    expect(of(reproduction("a/b", 0.8, 0.8))).toBe(false);
    expect(of(reproduction("a/b", 0.8, 0.8), reproduction("a/b", 0.8, 0.8))).toBe(false);
    expect(of(reproduction("a/b", 0.8, 0.8), reproduction("c/d", 0.5, 0.52))).toBe(true);
    // 0.5 and 0.6 of 500 each: a standard error of 0.0312 by hand, so that 0.061 is the half of the interval.
    expect(of(reproduction("a/b", 0.8, 0.8), reproduction("c/d", 0.5, 0.6))).toBe(false);
    expect(of(reproduction("a/b", 0.8, 0.8), reproduction("c/d", 0.5, 0.56))).toBe(true);
    expect(of(reproduction("a/b", 0.8, 0.8), reproduction("c/d", 0.5, 0.52), reproduction("e/f", 0.2, 0.9))).toBe(
      false,
    );
    // All of a few right is no certainty.
    expect(of(reproduction("a/b", 1, 1, 10), reproduction("c/d", 1, 0.9, 10))).toBe(true);
  });

  it("holds a line against the package", () => {
    const manifest = {
      name: entry.name,
      license: "MIT",
      paretograph: { plugin: "1" },
      peerDependencies: { paretograph: ">=0.2.0" },
    };
    expect(faultsOfPackage(entry, [{}, manifest])).toEqual([]);
    expect(faultsOfPackage(entry, [{ name: "other" }])).toEqual([expect.stringContaining("no package.json")]);
    expect(faultsOfPackage(entry, [{ name: entry.name }])).toHaveLength(3);
    expect(
      faultsOfPackage({ ...entry, name: "paretograph-plugin-math-500" }, [
        { ...manifest, name: "paretograph-plugin-math-500" },
      ]),
    ).toEqual([expect.stringContaining("math500")]);
  });
});
