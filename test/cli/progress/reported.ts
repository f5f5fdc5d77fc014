import type { ReportedRun } from "../../../src/cli/progress/reportedRun.ts";

/** A run that succeeded, with measures that are written as numbers. */
export function reported(measures: Record<string, number>, more: Partial<ReportedRun> = {}): ReportedRun {
  return {
    ...{ title: "Run 7", id: "UnVuOjc=", model: "acme/small", mode: "on", benchmark: "gsm8k" },
    ...{ status: "SUCCEEDED", error: null, errorCode: null, problemCount: 100, coverage: 1 },
    measures: new Map(
      Object.entries(measures).map(([name, value]) => [name, { value, low: null, high: null, estimated: false }]),
    ),
    ...more,
  };
}
