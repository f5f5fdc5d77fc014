import { describe, expect, it } from "vitest";
import type { Opening } from "../../../src/evaluation/permission/chosenPlugin.ts";
import { misfitOn, placeOn } from "../../../src/evaluation/setup/gpuSet.ts";

const launched = (launch: object): Opening => ({
  name: "vllm",
  reach: "any",
  options: { endpoint: "http://127.0.0.1:8000", launch: { model: "m", ...launch } },
});
const attached: Opening = { name: "openai", reach: "any", options: { endpoint: "http://127.0.0.1:8000" } };
const gpusOf = (openings: Opening[]) => openings.map(({ options }) => (options as any).launch?.gpus);

describe("engines on the GPUs of a worker", () => {
  it("get as many as their tensor parallelism asks for, the judge after the model", () => {
    const placed = placeOn(["4", "5", "6", "7"], [launched({ tensorParallel: 2 }), attached, launched({})]);
    expect(gpusOf(placed)).toEqual([["4", "5"], undefined, ["6"]]);
  });

  it("keep the GPUs that a launch names itself, where the worker has them", () => {
    expect(gpusOf(placeOn(["0", "1", "2"], [launched({ gpus: ["1"] }), launched({ tensorParallel: 2 })]))).toEqual([
      ["1"],
      ["0", "2"],
    ]);
    expect(misfitOn(["0", "1"], [launched({ gpus: ["1", "2"] })])).toMatch(/needs GPU 2/);
  });

  it("do not fit where the set is too small, alone or together", () => {
    expect(misfitOn(["0", "1"], [launched({ tensorParallel: 2 })])).toBeNull();
    expect(misfitOn(["0", "1"], [launched({ tensorParallel: 4 })])).toBe(
      "The launch of m needs 4 GPUs, and this worker has 2 free of 0, 1.",
    );
    expect(misfitOn(["0", "1"], [launched({ tensorParallel: 2 }), launched({})])).toMatch(/needs 1 GPUs/);
    expect(misfitOn(["0"], [launched({ flags: ["-dp", "2"] })])).toMatch(/needs 2 GPUs/);
  });

  it("are left as they are without a set, and an engine without GPUs fits anywhere", () => {
    const openings = [launched({ tensorParallel: 8 })];
    expect(placeOn(undefined, openings)).toBe(openings);
    expect(gpusOf(placeOn(["0"], [launched({ gpus: [] })]))).toEqual([[]]);
  });
});
