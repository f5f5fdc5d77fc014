import { describe, expect, it } from "vitest";
import {
  descriptionOf,
  RUN_PARAMETERS,
  type RunParameter,
  runRequest,
} from "../../src/evaluation/plan/runParameters.ts";

const parameters = Object.entries<RunParameter>(RUN_PARAMETERS);

describe("the parameters of a run", () => {
  it.each(parameters)("%s is described in whole sentences", (_, parameter) => {
    for (const { description = descriptionOf(parameter) } of [...parameter.flags, {}]) {
      expect(description).toMatch(/^[A-Z].*\.$/);
    }
  });

  it.each([{ temperature: -0.1 }, { topP: 1.01 }, { topP: -0.01 }, { topK: 0 }, { maxTokens: 0 }, { seed: -1 }])(
    "refuse %j, which no engine can be asked for",
    (wrong) => {
      const request = { model: "m", benchmarks: ["b"], runner: "r" };
      expect(runRequest.safeParse(request).success).toBe(true);
      expect(runRequest.safeParse({ ...request, ...wrong }).success).toBe(false);
    },
  );

  it("have flags of different names", () => {
    const flags = parameters.flatMap(([, { flags }]) => flags.map(({ flag }) => flag.split(" ")[0]));
    expect(flags).toEqual([...new Set(flags)]);
  });

  it("state a default that is a number or a word", () => {
    expect(descriptionOf(RUN_PARAMETERS.timeout)).toBe("The seconds that one answer may take. The default is 1800.");
    expect(descriptionOf(RUN_PARAMETERS.seed)).toMatch(/ The default is 0\.$/);
    expect(descriptionOf(RUN_PARAMETERS.lab)).toMatch(/ The default is local\.$/);
    for (const name of ["runnerOptions", "limit", "thinking", "temperature"] as const) {
      expect(descriptionOf(RUN_PARAMETERS[name])).not.toContain("The default is");
    }
  });
});
