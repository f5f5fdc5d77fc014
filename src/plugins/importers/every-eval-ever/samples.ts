import { createHash } from "node:crypto";
import type { SampleSubmission } from "../../../recording/submitted/submission.ts";
import type { Imported, ImportFile } from "../../contract/importer.ts";
import { disagreement, leftOut } from "../fields/found.ts";
import { heldText } from "../fields/heldText.ts";
import { OutputBudget } from "../fields/outputBudget.ts";
import { checkedAt } from "../fields/place.ts";
import { sampleOf } from "./instances.ts";
import type { AggregateFile } from "./layout.ts";
import { type InstanceLine, instanceLine } from "./layout.ts";

/** The samples of one way of grading, in the order of their lines. */
export interface Graded {
  samples: SampleSubmission[];
  /** Whether some score is neither right nor wrong, so that it may be a metric of another kind. */
  hasOtherScores: boolean;
}

/** The samples of a file of instances by the run that they belong to, with all that fits nowhere. */
export interface ReadSamples<Key> {
  byRun: Map<Key, Graded>;
  first: Map<Key, InstanceLine>;
  rows: number;
  remarks: Imported[];
}

/**
 * Reads a file of instances. Lines with the same result and sample are repeats, numbered in their order.
 *
 * @param runOf the run of a line, or the reason for which it has none.
 */
export async function readSamples<Key>(
  file: ImportFile,
  runOf: (line: InstanceLine) => { key: Key } | { reason: string },
): Promise<ReadSamples<Key>> {
  const read: ReadSamples<Key> = { byRun: new Map(), first: new Map(), rows: 0, remarks: [] };
  const repeats = new Map<Key, Map<string, number>>();
  const reasons = new Map<string, number>();
  const hold = heldText(file.path);
  const budget = new OutputBudget();
  let unclearTokens = 0;
  let unclearTimes = 0;
  for await (const { number, value } of file.jsonLines()) {
    const place = `${file.path}:${number}`;
    const line = checkedAt(instanceLine, value, place);
    read.rows++;
    const found = runOf(line);
    if ("reason" in found) {
      reasons.set(found.reason, (reasons.get(found.reason) ?? 0) + 1);
      continue;
    }
    const { sample, tokensDisagree, timesDisagree } = sampleOf(line, place);
    const output = budget.keep(sample.output ?? undefined);
    if (output === undefined) delete sample.output;
    hold(sample);
    if (tokensDisagree) unclearTokens++;
    if (timesDisagree) unclearTimes++;
    if (!read.byRun.has(found.key)) {
      read.byRun.set(found.key, { samples: [], hasOtherScores: false });
      read.first.set(found.key, line);
      repeats.set(found.key, new Map());
    }
    const graded = read.byRun.get(found.key)!;
    const counts = repeats.get(found.key)!;
    const repeat = counts.get(sample.problem) ?? 0;
    counts.set(sample.problem, repeat + 1);
    graded.samples.push({ ...sample, repeat });
    if (![0, 1, -1].includes(Number(line.evaluation.score))) graded.hasOtherScores = true;
  }
  for (const [reason, count] of reasons) read.remarks.push(leftOut(file.path, reason, count));
  if (budget.leftOut > 0) {
    const reason = "The outputs of these lines are left out, as there are too many to be held at once.";
    read.remarks.push(leftOut(file.path, reason, budget.leftOut));
  }
  if (unclearTokens > 0) {
    const reason =
      "The tokens of these lines do not add up to the total that they state. They are kept as they are stated.";
    read.remarks.push(leftOut(`${file.path}: token_usage`, reason, unclearTokens));
  }
  if (unclearTimes > 0) {
    // It is then the time of something else in the other lines too, such as of waiting.
    for (const { samples } of read.byRun.values()) for (const sample of samples) delete sample.latency;
    const reason =
      "latency_ms is less than generation_time_ms in some lines, so that it is not the time of the whole answer.";
    read.remarks.push(leftOut(`${file.path}: performance.latency_ms`, reason, read.rows));
  }
  return read;
}

/** Where the aggregate file says another number of lines or another checksum than the file of instances has. */
export async function statedOtherwise(
  file: ImportFile,
  rows: number,
  stated: AggregateFile["detailed_evaluation_results"],
): Promise<Imported[]> {
  const found: Imported[] = [];
  const place = file.path;
  if (typeof stated?.total_rows === "number" && stated.total_rows !== rows) {
    found.push(disagreement(place, `It has ${rows} lines, and the aggregate file states ${stated.total_rows}.`));
  }
  const algorithm = stated?.hash_algorithm;
  if (stated?.checksum && (algorithm === "sha256" || algorithm === "md5")) {
    const checksum = createHash(algorithm)
      .update(await file.bytes())
      .digest("hex");
    if (checksum !== stated.checksum.toLowerCase()) {
      found.push(
        disagreement(place, `Its ${algorithm} is ${checksum}, and the aggregate file states ${stated.checksum}.`),
      );
    }
  }
  return found;
}
