import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  benchmarkPath,
  frontierPath,
  labPath,
  listPath,
  modelPath,
  nameInPath,
  runPath,
} from "../../../web/address/paths.ts";

const at = (search: string) => vi.stubGlobal("location", { search });

describe("the addresses of pages", () => {
  beforeEach(() => at(""));
  afterEach(() => vi.unstubAllGlobals());

  it("are read back as the names that they were made of", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.isWellFormed());
    fc.assert(
      fc.property(name, fc.constantFrom(modelPath, benchmarkPath, labPath, runPath), (text, pathOf) => {
        // A browser leaves out the steps . and .. of a path, which no name consists of.
        fc.pre(!text.split("/").some((part) => part === "." || part === ".."));
        expect(nameInPath(new URL(pathOf(text), "http://127.0.0.1").pathname)).toBe(text);
      }),
    );
  });

  it("keep the slash of a model's name, and escape what ends a path", () => {
    expect(modelPath("Qwen/Qwen3-8B")).toBe("/models/Qwen/Qwen3-8B");
    expect(runPath("UnVuOg==")).toBe("/runs/UnVuOg%3D%3D");
    expect(labPath("a?b#c")).toBe("/labs/a%3Fb%23c");
    expect(nameInPath("/models/%E0%A4%A")).toBe("%E0%A4%A");
  });

  it("ask for the theme that the present address asks for, and for nothing else of it", () => {
    at("?benchmark=x&theme=dark&sort=-flops");
    expect(modelPath("a/b")).toBe("/models/a/b?theme=dark");
    expect(listPath("peers")).toBe("/peers?theme=dark");
    expect(frontierPath("gsm8k", { point: "a/b|on" })).toBe("/?benchmark=gsm8k&point=a%2Fb%7Con&theme=dark");
  });
});
