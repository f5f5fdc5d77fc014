import { z } from "zod";
import { METRICS } from "../../frontier/metrics.ts";
import { runSubmission, sampleSubmission } from "../../recording/submitted/submission.ts";
import { count, label, shortText } from "../../recording/submitted/texts.ts";

// The boundary of an importer: what its code gives is held against these shapes, whatever it promises.

/** The metrics that are shares. All other built-in ones are amounts. */
const SHARES = new Set(METRICS.filter(({ unit }) => unit === "1").map(({ name }) => name as string));
const BUILT_IN = new Set(METRICS.map(({ name }) => name as string));

const place = shortText.min(1);
/** Some formats do not say which model it was: the person does. */
const model = z.strictObject({ name: z.union([label, z.literal("")]), revision: label.optional() });
const amount = z.number().nonnegative().max(1e100);
const share = z.number().min(0).max(1);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const request = z.strictObject({
  whole: digest.optional(),
  text: digest.nullable().optional(),
  answers: z.array(digest),
  purpose: z.enum(["answer", "grade", "given up"]),
  model: shortText.optional(),
});
const accelerator = z.strictObject({ name: label, count: count.positive() });

const benchmark = z.strictObject({
  name: label,
  dataset: shortText.min(1).optional(),
  subset: label.optional(),
  split: label.optional(),
  language: label.optional(),
  version: label.optional(),
  domain: label.optional(),
  problemCount: count.positive().optional(),
  optionCount: count.min(2).max(26).optional(),
  chanceLevel: share.lt(1).optional(),
  url: z.url().max(2000).optional(),
  license: shortText.optional(),
});

const {
  model: _model,
  benchmark: _benchmark,
  lab: _lab,
  provenance: _p,
  derivedFrom: _d,
  supersedes: _s,
  recipe: _r,
  ...stated
} = runSubmission.shape;

const run = z
  .strictObject({
    ...stated,
    samples: z
      .array(sampleSubmission.extend({ score: share.nullable().optional(), requests: z.array(request).optional() }))
      .max(1_000_000)
      .optional(),
    place,
    model,
    benchmark,
    accelerator: accelerator.optional(),
    toolVersion: label.optional(),
  })
  .superRefine(({ measures }, context) => {
    for (const [name, { value, low, high }] of Object.entries(measures)) {
      const most = SHARES.has(name) ? 1 : BUILT_IN.has(name) ? Number.POSITIVE_INFINITY : null;
      if (most === null) continue;
      for (const [field, figure] of Object.entries({ value, low, high })) {
        if (figure === undefined || (figure >= 0 && figure <= most)) continue;
        const message = `${figure} is ${most === 1 ? "no share from 0 to 1" : "below 0"}`;
        context.addIssue({ code: "custom", path: ["measures", name, field], message, params: { range: true } });
      }
    }
  });

const times = z.strictObject({
  mean: amount.optional(),
  median: amount.optional(),
  p90: amount.optional(),
  p95: amount.optional(),
  p99: amount.optional(),
});

const speed = z.strictObject({
  place,
  model,
  tool: label,
  engine: label.optional(),
  engineVersion: label.optional(),
  accelerator: accelerator.optional(),
  precision: label.optional(),
  cachePrecision: label.optional(),
  parallelism: z
    .strictObject({
      tensor: count.positive().optional(),
      pipeline: count.positive().optional(),
      expert: count.positive().optional(),
      data: count.positive().optional(),
    })
    .optional(),
  dataset: label.optional(),
  concurrency: amount.nullable().optional(),
  meanConcurrency: amount.optional(),
  requestRate: amount.nullable().optional(),
  completed: count.optional(),
  failed: count.optional(),
  duration: amount.optional(),
  promptTokens: amount.optional(),
  outputTokens: amount.optional(),
  throughput: amount.optional(),
  ttft: times.optional(),
  timePerOutputToken: times.optional(),
  interTokenLatency: times.optional(),
  latency: times.optional(),
  energyPerToken: amount.optional(),
  power: amount.optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  finishedAt: z.iso.datetime({ offset: true }).optional(),
  settings: z.record(label, z.union([shortText, z.number()])).optional(),
  sourceUrl: z.url().max(2000).optional(),
  license: shortText.optional(),
  notes: shortText.optional(),
});

/** What an importer gives, checked. */
export const imported = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("run"), run }),
  z.strictObject({ kind: z.literal("speed"), speed }),
  z.strictObject({
    kind: z.literal("leftOut"),
    leftOut: z.strictObject({ place, reason: shortText, count: count.positive().optional() }),
  }),
  z.strictObject({
    kind: z.literal("disagreement"),
    disagreement: z.strictObject({ place, statement: shortText }),
  }),
]);

export type CheckedImport = z.output<typeof imported>;
export type CheckedRun = Extract<CheckedImport, { kind: "run" }>["run"];
export type CheckedSpeed = Extract<CheckedImport, { kind: "speed" }>["speed"];
