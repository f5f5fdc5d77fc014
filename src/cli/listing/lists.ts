import { writeBare, writeNumber, writePercent } from "../../drawing/writeValue.ts";
import type { Data } from "../progress/ask.ts";

/** A column of a list. */
export interface ListColumn {
  title: string;
  /** The field of a row that it shows, as a path. */
  field: string;
  /** How a value is written for people. It is the value itself if not given. */
  write?(value: Data): string;
  /** If the terminal is narrow, the column with the highest number is left out first. */
  droppable?: number;
}

/** What a command lists, and how the API is asked for it. */
export interface List {
  /** The field of the query, and what it selects of a row. */
  field: string;
  selection: string;
  columns: ListColumn[];
  /** Whether the API searches. Otherwise the rows whose columns hold all words are shown. */
  isSearched?: true;
}

const billions = (count: number) => `${writeNumber(count / 1e9)} B`;

export const LISTS = {
  models: {
    field: "models",
    isSearched: true,
    selection: "slug developer architecture totalParameters activeParameters license releasedOn",
    columns: [
      { title: "model", field: "slug" },
      { title: "developer", field: "developer", droppable: 2 },
      { title: "architecture", field: "architecture", droppable: 3 },
      { title: "parameters", field: "totalParameters", write: billions },
      { title: "active", field: "activeParameters", write: billions },
      { title: "licence", field: "license", droppable: 1 },
      { title: "released", field: "releasedOn" },
    ],
  },
  benchmarks: {
    field: "benchmarks",
    selection: "slug name domain problemCount chanceLevel license",
    columns: [
      { title: "benchmark", field: "slug" },
      { title: "name", field: "name", droppable: 1 },
      { title: "domain", field: "domain", droppable: 2 },
      { title: "problems", field: "problemCount" },
      { title: "chance", field: "chanceLevel", write: writePercent },
      { title: "licence", field: "license", droppable: 3 },
    ],
  },
  accelerators: {
    field: "accelerators",
    selection: "slug name vendor dataSheet { memory bandwidth power }",
    columns: [
      { title: "accelerator", field: "slug" },
      { title: "name", field: "name", droppable: 1 },
      { title: "vendor", field: "vendor", droppable: 2 },
      { title: "memory, GiB", field: "dataSheet.memory", write: (bytes: number) => writeNumber(bytes / 2 ** 30) },
      { title: "bandwidth, GB/s", field: "dataSheet.bandwidth", write: (bytes: number) => writeNumber(bytes / 1e9) },
      { title: "power, W", field: "dataSheet.power" },
    ],
  },
  labs: {
    field: "labs",
    selection: "slug name url",
    columns: [
      { title: "lab", field: "slug" },
      { title: "name", field: "name" },
      { title: "address", field: "url", droppable: 1 },
    ],
  },
  runs: {
    field: "runs",
    selection:
      'id model { slug } mode benchmark { slug } lab { slug } status accuracy: measure(metric: "accuracy") { value } finishedAt',
    columns: [
      { title: "run", field: "id" },
      { title: "model", field: "model.slug" },
      { title: "mode", field: "mode", droppable: 1 },
      { title: "benchmark", field: "benchmark.slug" },
      { title: "lab", field: "lab.slug", droppable: 2 },
      { title: "status", field: "status" },
      { title: "accuracy", field: "accuracy.value", write: (share: number) => writeBare(share, "1") },
      { title: "ended", field: "finishedAt", droppable: 3 },
    ],
  },
} satisfies Record<string, List>;

/** The value at a path in a row; null where any part of the path is null. */
export function valueAt(row: Data, { field }: ListColumn): Data {
  return field.split(".").reduce((value, name) => value?.[name] ?? null, row);
}
