import { ImportError } from "../../contract/importError.ts";
import type { ImportedSpeed } from "../../contract/importer.ts";
import type { Fields } from "../fields/fields.ts";
import { isUnlimited } from "./reading.ts";

type Load = Pick<
  ImportedSpeed,
  "concurrency" | "requestRate" | "completed" | "failed" | "duration" | "promptTokens" | "outputTokens" | "throughput"
>;

/** The requests of a run and its sums, as `vllm bench serve` and its descendant `sglang.bench_serving` name them. */
export function loadOf(row: Fields): Load {
  const completed = row.count("completed");
  const input = row.amount("total_input_tokens") ?? row.amount("total_input");
  const output = row.amount("total_output_tokens") ?? row.amount("total_output");
  return {
    concurrency: concurrencyOf(row),
    requestRate: rateOf(row, "request_rate"),
    completed,
    failed: row.count("failed"),
    duration: row.amount("duration") ?? row.amount("benchmark_duration"),
    promptTokens: meanOf(input, completed),
    outputTokens: meanOf(output, completed),
    throughput: row.amount("output_throughput") ?? row.amount("output_token_throughput"),
  };
}

/** The limit of requests at the same time: null where the file states that there was none, undefined where it says nothing. */
function concurrencyOf(row: Fields): number | null | undefined {
  if (!row.has("max_concurrency")) return undefined;
  if (isUnlimited(row.value("max_concurrency"))) return null;
  return row.count("max_concurrency") || null;
}

/** The requests a second: null where all were sent at once, undefined where a trace or a sweep of rates decided. */
export function rateOf(row: Fields, key: string): number | null | undefined {
  const value = row.value(key);
  if (isUnlimited(value)) return null;
  if (typeof value === "string" && /^[a-z]+$/i.test(value.trim())) return undefined;
  const rate = row.amount(key);
  if (rate === 0) throw new ImportError("OUT_OF_RANGE", row.place(key), "0 requests a second are none.");
  return rate;
}

function meanOf(sum: number | undefined, count: number | undefined): number | undefined {
  return sum === undefined || !count ? undefined : sum / count;
}
