import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentHash } from "../../../src/recording/submitted/contentHash.ts";
import { inSampleOrder } from "../../../src/recording/submitted/sampleOrder.ts";
import {
  type RunSubmission,
  type RunSubmissionInput,
  runSubmission,
} from "../../../src/recording/submitted/submission.ts";
import { runs } from "../../support/runs.ts";

const hashOf = (run: Partial<RunSubmissionInput>) =>
  contentHash(runSubmission.parse({ model: "m", benchmark: "b", lab: "l", ...run }));

describe("the content hash of a submission", () => {
  it("is the SHA-256 of its canonical JSON", () => {
    const canonical =
      '{"benchmark":"b","decoding":{},"lab":"l","measures":{"accuracy":{"value":1e+21}},"mode":"default","model":"m",' +
      '"provenance":"IMPORTED","samples":[{"problem":"1","repeat":0},{"correct":true,"problem":"1","repeat":1}]}';
    const samples = [
      { repeat: 1, problem: "1", correct: true, score: null },
      { repeat: 0, problem: "1" },
    ];
    expect(hashOf({ samples, measures: { accuracy: { value: 1e21 } } })).toBe(
      createHash("sha256").update(canonical).digest("hex"),
    );
  });

  it("is the same for any samples and texts as that of the whole by the library", () => {
    const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", ""));
    const any = fc.record(
      {
        ...{ problem: text, repeat: fc.nat(3), correct: fc.option(fc.boolean()), output: text, latency: fc.double() },
        measures: fc.option(fc.dictionary(text, fc.double({ noNaN: true, noDefaultInfinity: true }), { maxKeys: 3 })),
        judgement: fc.option(fc.record({ model: text, correct: fc.option(fc.boolean()), reason: text })),
      },
      { requiredKeys: ["problem", "repeat"] },
    );
    fc.assert(
      fc.property(fc.array(any), text, (given, notes) => {
        const samples = given.filter(({ latency }) => latency === undefined || Number.isFinite(latency));
        const run = {
          ...runSubmission.parse({ model: "m", benchmark: "b", lab: "l" }),
          notes,
          samples,
        } as RunSubmission;
        const present = (sample: object) =>
          Object.fromEntries(Object.entries(sample).filter(([, value]) => value != null));
        const whole = canonicalize({ ...run, samples: inSampleOrder(samples).map(present) })!;
        expect(contentHash(run)).toBe(createHash("sha256").update(whole).digest("hex"));
      }),
      runs(50, 5000),
    );
  });

  it("differs where samples are none or not given, and where any value does", () => {
    const hashes = [
      hashOf({}),
      hashOf({ samples: [] }),
      hashOf({ notes: "" }),
      hashOf({ measures: { accuracy: { value: 0.5 } } }),
      hashOf({ measures: { accuracy: { value: 0.5, standardError: 0.1 } } }),
      hashOf({ samples: [{ problem: "1", repeat: 0, correct: true }] }),
      hashOf({ samples: [{ problem: "1", repeat: 0, correct: false }] }),
      hashOf({ samples: [{ problem: "1", repeat: 0, judgement: { correct: null, reason: "", model: "" } }] }),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe("the order of samples", () => {
  it("is that of problems as texts, then of repeats as numbers, whatever the order was", () => {
    const ordered = [
      { problem: "1", repeat: 2 },
      { problem: "1", repeat: 10 },
      { problem: "10", repeat: 0 },
      { problem: "2", repeat: 0 },
      { problem: "Z", repeat: 0 },
      { problem: "a", repeat: 0 },
    ];
    expect(inSampleOrder(ordered.toReversed())).toEqual(ordered);
    expect(inSampleOrder(ordered)).toEqual(ordered);
  });
});
