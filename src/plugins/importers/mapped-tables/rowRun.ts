import { decoding } from "../../../decoding/decoding.ts";
import { ImportError } from "../../contract/importError.ts";
import type { ImportedRun } from "../../contract/importer.ts";
import { checkedAt } from "../fields/place.ts";
import { cellOf } from "./cells.ts";
import { DECODING_FIELDS, RUN_FIELDS } from "./mappedFields.ts";
import type { TableMapping } from "./mapping.ts";
import { type Plan, placeOf } from "./plan.ts";
import { present } from "./present.ts";

type Values = { -readonly [Name in keyof typeof RUN_FIELDS]?: unknown };

/** What a row says of its run, beside its figures and samples, with the text that is the same for all rows of the run. */
export function runOfRow(
  row: readonly unknown[],
  plan: Plan,
  mapping: TableMapping,
  place: string,
): { key: string; run: () => ImportedRun } {
  const values: Values = {};
  for (const name of Object.keys(RUN_FIELDS) as (keyof Values)[]) {
    const constant = mapping.constants[name];
    if (constant !== undefined) values[name] = checkedCell(name, constant, 1, mapping, `constants.${name}`);
  }
  for (const [name, column] of plan.run) {
    values[name] = checkedCell(name, row[column.at], column.factor, mapping, placeOf(place, column));
  }
  const protocol: Record<string, unknown> = { ...mapping.constants.protocol };
  for (const [name, column] of plan.protocol) {
    const value = cellOf("name", row[column.at], 1, name, mapping, placeOf(place, column));
    // Other formats state numbers such as that of shots as numbers, and the same protocol is to have the same name.
    if (value !== undefined) protocol[name] = /^-?\d{1,15}(?:\.\d{1,15})?$/.test(String(value)) ? Number(value) : value;
  }
  return { key: JSON.stringify([values, protocol]), run: () => runOf(values, protocol, place) };
}

const POSITIVE = ["problemCount", "repeats", "acceleratorCount"];

function checkedCell(
  name: keyof Values,
  given: unknown,
  factor: number,
  mapping: TableMapping,
  place: string,
): unknown {
  const value = cellOf(RUN_FIELDS[name].reads, given, factor, name, mapping, place);
  if (value === 0 && POSITIVE.includes(name)) throw new ImportError("OUT_OF_RANGE", place, "it is to be 1 or more.");
  return value;
}

function runOf(values: Values, protocol: Record<string, unknown>, place: string): ImportedRun {
  const { model, benchmark, revision, startedAt, finishedAt, accelerator, acceleratorCount, ...rest } = values;
  if (!model || !benchmark) throw new ImportError("BAD_FILE", place, `it names no ${model ? "benchmark" : "model"}.`);
  if (startedAt && finishedAt && String(startedAt) > String(finishedAt)) {
    throw new ImportError("OUT_OF_RANGE", place, `the run ends at ${finishedAt}, before it begins at ${startedAt}.`);
  }
  const { dataset, subset, split, language, benchmarkVersion: version, benchmarkLicense: license, ...others } = rest;
  const settings = Object.fromEntries(
    Object.keys(DECODING_FIELDS).map((name) => [name, others[name as keyof typeof others]]),
  );
  const fields = Object.entries({ ...others, startedAt, finishedAt }).filter(([name]) => !(name in DECODING_FIELDS));
  return {
    place,
    model: present({ name: model, revision }) as unknown as ImportedRun["model"],
    benchmark: present({
      name: benchmark,
      dataset,
      subset,
      split,
      language,
      version,
      license,
    }) as unknown as ImportedRun["benchmark"],
    ...present(Object.fromEntries(fields)),
    ...(accelerator ? { accelerator: { name: String(accelerator), count: Number(acceleratorCount ?? 1) } } : {}),
    decoding: checkedAt(decoding, present(settings), place),
    ...(Object.keys(protocol).length > 0 && { protocol }),
  };
}
