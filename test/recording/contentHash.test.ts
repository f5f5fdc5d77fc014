import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { contentHash } from "../../src/recording/contentHash.ts";
import { inSampleOrder } from "../../src/recording/sampleOrder.ts";
import { type RunSubmissionInput, runSubmission } from "../../src/recording/submission.ts";

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

  it("differs where samples are none or not given, and where any value does", () => {
    const hashes = [
      hashOf({}),
      hashOf({ samples: [] }),
      hashOf({ notes: "" }),
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
