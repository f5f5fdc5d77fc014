import { parse } from "csv-parse/sync";
import { z } from "zod";
import { ImportError } from "../../contract/importError.ts";
import type { ImportFile } from "../../contract/importer.ts";
import { checkedAt } from "../fields/place.ts";
import type { Column } from "./columns.ts";

/** A snapshot of a day: its rows, and what its JSON says of itself. */
export interface Snapshot {
  columns: Column[];
  rows: Record<string, unknown>[];
  date?: string;
  license?: string;
  harness?: string;
}

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String).nullish();

const layout = z.looseObject({
  schema_version: text,
  snapshot_date: text,
  license: z.union([z.string(), z.looseObject({ name: text })]).nullish(),
  harness: z.union([z.string(), z.looseObject({ name: text })]).nullish(),
  columns: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).nullish(),
});

/** The names under which the rows can stand. */
const ROWS = ["rows", "data", "records", "results", "items"];

/** Reads a snapshot in JSON. Throws `UNSUPPORTED_VERSION` for another version of its schema than v1. */
export async function jsonSnapshot(file: ImportFile): Promise<Snapshot> {
  const value = await file.json();
  const { schema_version, snapshot_date, license, harness, columns } = checkedAt(layout, value, file.path);
  if (schema_version && !/^v?1(?:\.|$)/.test(schema_version)) {
    const message = `it is ${schema_version.slice(0, 50)}; v1 is read.`;
    throw new ImportError("UNSUPPORTED_VERSION", `${file.path}: schema_version`, message);
  }
  const key = ROWS.find((name) => Array.isArray((value as Record<string, unknown>)[name]));
  if (!key) throw new ImportError("BAD_FILE", file.path, `it has no list of rows (${ROWS.join(", ")}).`);
  const described = columnsOfJson(columns);
  const rows = ((value as Record<string, unknown>)[key] as unknown[]).map((row, at) => {
    const isList = Array.isArray(row);
    if (isList && described.length > 0) return Object.fromEntries(described.map(({ name }, i) => [name, row[i]]));
    if (typeof row !== "object" || row === null || isList) {
      throw new ImportError("BAD_FILE", `${file.path}: ${key}.${at}`, "it is to be an object.");
    }
    return row as Record<string, unknown>;
  });
  const names = described.length > 0 ? described : Object.keys(rows[0] ?? {}).map((name) => ({ name, about: "" }));
  const licence = typeof license === "string" ? license : license?.name;
  const tool = typeof harness === "string" ? harness : harness?.name;
  return {
    columns: names,
    rows,
    ...(snapshot_date && { date: snapshot_date }),
    ...(licence && { license: licence }),
    ...(tool && { harness: tool }),
  };
}

/** The columns are a list of names or of objects with a name, or an object by name. */
function columnsOfJson(columns: z.infer<typeof layout>["columns"]): Column[] {
  const all = Array.isArray(columns) ? columns.map((one) => [null, one] as const) : Object.entries(columns ?? {});
  return all.flatMap(([key, one]) => {
    if (typeof one === "string") return [{ name: key ?? one, about: key === null ? "" : one }];
    if (typeof one !== "object" || one === null) return [];
    const { name, unit, description, type } = one as Record<string, unknown>;
    const label = key ?? name;
    const about = [type, unit, description].filter((part) => typeof part === "string").join(", ");
    return typeof label === "string" ? [{ name: label, about }] : [];
  });
}

/** Reads a snapshot in CSV, whose first line names the columns. */
export async function csvSnapshot(file: ImportFile): Promise<Snapshot> {
  const given = await file.text();
  try {
    const rows = parse(given, {
      columns: true,
      skip_empty_lines: true,
      comment: "#",
      comment_no_infix: true,
    }) as Record<string, unknown>[];
    const columns = Object.keys(rows[0] ?? {}).map((name) => ({ name, about: "" }));
    const date = /(\d{4}-\d{2}-\d{2})/.exec(file.path.slice(file.path.lastIndexOf("/") + 1))?.[1];
    return { columns, rows, ...(date && { date }) };
  } catch (cause) {
    const why = (cause as Error).message.slice(0, 200);
    throw new ImportError("BAD_FILE", file.path, `it is no CSV (${why}).`, { cause });
  }
}

/** The names of the columns of a CSV, by its beginning. */
export async function headerOf(file: ImportFile): Promise<string[]> {
  const line = (await file.head()).split(/\r?\n/).find((one) => one.trim() !== "" && !one.startsWith("#"));
  return (line ?? "").split(",").map((name) => name.trim().replace(/^"|"$/g, ""));
}
