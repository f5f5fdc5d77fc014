import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { plain } from "../../errors/unknownValue.ts";
import { ImportError } from "../../plugins/contract/importError.ts";
import type { ImportedBenchmark } from "../../plugins/contract/importer.ts";
import { packageFolder } from "../../store/database/packageFolder.ts";
import type { KnownNames } from "./knownNames.ts";

/** A line of `data/benchmark-names.csv`: a data set with its part, or a name of the task where no data set is stated. */
type Row = Record<"benchmark" | "dataset" | "subset" | "split" | "name", string>;
let rows: Row[] | undefined;

/**
 * The known benchmark that a file's task stands for. Its data set decides where it is stated, with its part and split: a
 * task of another data set is another benchmark, however it is called. Undefined where none is known.
 */
export function foundBenchmark({ benchmarks }: KnownNames, given: ImportedBenchmark): { slug: string } | undefined {
  // A part of a benchmark, such as `gsm8k/mip`, is named by both, like a task with its collection before it.
  const part = given.name.includes("/") && given.dataset === undefined ? benchmarks.bySlug.get(given.name) : undefined;
  if (part) return part;
  rows ??= parse(readFileSync(packageFolder("data/benchmark-names.csv")), { columns: true }) as Row[];
  const row = rows.find((one) => (given.dataset === undefined ? isNamed(one, given) : isOfDataset(one, given)));
  const slug = row?.benchmark ?? (given.dataset === undefined ? given.name : undefined);
  return slug === undefined ? undefined : benchmarks.bySlug.get(slug);
}

const isNamed = ({ name }: Row, given: ImportedBenchmark) => name !== "" && plain(name) === plain(taskName(given));

function isOfDataset(row: Row, { dataset, subset, split }: ImportedBenchmark): boolean {
  return (
    row.dataset !== "" &&
    row.dataset.toLowerCase() === dataset!.toLowerCase() &&
    (row.subset === "" ? isWhole(subset) : row.subset === subset) &&
    (split === undefined || split === row.split)
  );
}

/** The hub calls the only part of a data set so. */
const isWhole = (subset: string | undefined) => subset === undefined || subset === "default";

/** The name of a task without that of the collection before it. */
function taskName({ name }: ImportedBenchmark): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The slug of a benchmark that is not known yet: the task's name, with the data set's owner before it where that is taken. Throws where both are. */
export function newBenchmarkSlug({ benchmarks }: KnownNames, given: ImportedBenchmark, url: string | null): string {
  const owner = given.dataset?.includes("/") ? given.dataset.slice(0, given.dataset.indexOf("/")) : "other";
  const candidates = [taskName(given), `${owner}-${taskName(given)}`].map(slugged);
  const free = candidates.find((slug) => {
    const row = benchmarks.bySlug.get(slug);
    return row === undefined || (row.plugin === null && row.url === url && row.name === given.name);
  });
  if (free !== undefined) return free;
  const message = `the store has other benchmarks ${candidates.join(" and ")}. Name the one that is meant, or another, with --benchmark.`;
  throw new ImportError("BAD_FILE", given.name, message);
}

const slugged = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "") || "unnamed";

/** The address of a data set of the hub, or the address that it is itself; null where it is neither. */
export function addressOfDataset({ url, dataset }: ImportedBenchmark): string | null {
  if (url !== undefined) return url;
  if (dataset === undefined) return null;
  if (URL.canParse(dataset)) return dataset;
  return /^[\w.-]+\/[\w.-]+$/.test(dataset) ? `https://huggingface.co/datasets/${dataset}` : null;
}
