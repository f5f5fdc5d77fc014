import { describe, expect, it } from "vitest";
import { type Submitted, submissionsIn } from "../../../src/exchange/submitting/submissionsIn.ts";

const RUN = { model: "acme/small", benchmark: "sums", lab: "lab-a" };
const SAMPLE = { problem: "1", repeat: 0, correct: true };

async function read(given: (object | string)[], defaults?: { lab?: string }): Promise<Submitted[]> {
  const lines = (async function* () {
    for (const [i, one] of given.entries())
      yield { number: i + 1, text: typeof one === "string" ? one : JSON.stringify(one) };
  })();
  const found: Submitted[] = [];
  for await (const one of submissionsIn(lines, defaults)) found.push(one);
  return found;
}

const refusalOf = (one: Submitted | undefined) => (one && "refusal" in one ? one.refusal.message : null);
const runOf = (one: Submitted | undefined) => (one && "submission" in one ? one.submission : null);

describe("the runs of a stream", () => {
  it("have the samples of the lines that follow them, or their own, or none", async () => {
    const within = { ...RUN, mode: "b", samples: [SAMPLE] };
    const [a, b, c] = await read([
      ...[{ run: RUN }, { sample: SAMPLE }, { sample: { ...SAMPLE, problem: "2" } }, { run: within }],
      { run: { ...RUN, measures: { accuracy: { value: 0.5 } } } },
    ]);
    expect(runOf(a)?.samples).toEqual([SAMPLE, { ...SAMPLE, problem: "2" }]);
    expect(runOf(b)).toMatchObject({ mode: "b", samples: [SAMPLE] });
    expect(runOf(c)?.samples).toBeUndefined();
    expect([a, b, c].map((one) => one?.line)).toEqual([1, 4, 5]);
  });

  it("take the lab that is given where they state none", async () => {
    const { lab: _, ...run } = RUN;
    const [own, given] = await read([{ run }, { run: RUN }], { lab: "lab-b" });
    expect([runOf(own)?.lab, runOf(given)?.lab]).toEqual(["lab-b", "lab-a"]);
    expect(refusalOf((await read([{ run }]))[0])).toMatch(/^line 1: lab: /);
  });

  it("are refused whole for one fault, which names line, field and what is allowed; the next one is read", async () => {
    const [a, b, c, d] = await read([
      ...[{ run: RUN }, { sample: SAMPLE }, { sample: { ...SAMPLE, correct: "yes" } }, { sample: SAMPLE }],
      ...[{ run: { ...RUN, mode: "next" } }, { sample: SAMPLE }],
      { run: { ...RUN, accurracy: 1, measures: { accuracy: { value: "0.5" } } } },
      ...[{ run: { ...RUN, samples: [SAMPLE] } }, { sample: SAMPLE }],
    ]);
    expect(refusalOf(a)).toBe("line 3: correct: Invalid input: expected boolean, received string.");
    expect(runOf(b)).toMatchObject({ mode: "next", samples: [SAMPLE] });
    expect(refusalOf(c)).toMatch(/measures\.accuracy\.value: .*; accurracy: there is no such field .*\.$/);
    expect(refusalOf(d)).toContain("both in the run and in lines of their own");
  });

  it.each([
    ["no JSON", "{", "line 2: it is no JSON"],
    ["another record", { model: {} }, "line 2: it is neither"],
    ["two records", { run: RUN, sample: SAMPLE }, "line 2: it is neither"],
    ["a list", [], "line 2: it is neither"],
  ])("end at a line that is %s", async (_, line, message) => {
    await expect(read([{ run: RUN }, line])).rejects.toMatchObject({
      code: "BAD_SUBMISSION",
      message: expect.stringContaining(message),
    });
  });

  it("begin with a run", async () => {
    await expect(read([{ sample: SAMPLE }])).rejects.toThrow("line 1: a sample stands before any run.");
  });
});
