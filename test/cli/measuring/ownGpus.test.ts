import { describe, expect, it } from "vitest";
import { readGpuList } from "../../../src/cli/measuring/ownGpus.ts";

describe("a list of GPUs", () => {
  it.each([
    ["0-3", ["0", "1", "2", "3"]],
    ["0,2", ["0", "2"]],
    ["0-1, 4-5,7", ["0", "1", "4", "5", "7"]],
    ["03", ["3"]],
    ["GPU-1b2c-3", ["GPU-1b2c-3"]],
  ])("reads %s", (text, gpus) => {
    expect(readGpuList(text)).toEqual(gpus);
  });

  it.each(["", ",", "a", "3-1", "0-9999", "0-3-5", "-1", "1.5", "0x1", "0;1", "0,,1", "0 1", "١"])(
    "refuses %s",
    (text) => {
      expect(() => readGpuList(text)).toThrow(/--gpus .* can't be read/);
    },
  );

  it("refuses a GPU that is named twice, also within a range", () => {
    expect(() => readGpuList("0-3,02")).toThrow('--gpus "0-3,02" can\'t be read: GPU 2 is named twice.');
  });
});
