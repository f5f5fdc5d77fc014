import { ImportError } from "../../contract/importError.ts";
import { type MappedField, MEASURED, RUN_FIELDS, SAMPLE_FIELDS } from "./mappedFields.ts";
import type { TableMapping } from "./mapping.ts";
import { unitsOf } from "./units.ts";

/** A column that is read: where it stands, and what its figures are multiplied by. */
export interface PlannedColumn {
  at: number;
  name: string;
  factor: number;
}

export interface PlannedMeasure {
  metric: string;
  /** Whether it is a share, which can be stated in percent. */
  isShare: boolean;
  value: PlannedColumn;
  low?: PlannedColumn;
  high?: PlannedColumn;
  standardError?: PlannedColumn;
  count?: PlannedColumn;
}

/** A mapping for the columns of one file. */
export interface Plan {
  run: [name: keyof typeof RUN_FIELDS, column: PlannedColumn][];
  sample: [name: keyof typeof SAMPLE_FIELDS, column: PlannedColumn][];
  protocol: [name: string, column: PlannedColumn][];
  measures: PlannedMeasure[];
  /** The columns that nothing reads. */
  unused: string[];
}

/** The place of a cell. */
export const placeOf = (place: string, { name }: PlannedColumn) => `${place}, column ${name.slice(0, 100)}`;

type Given = string | { column: string; unit?: string | undefined };

/** Finds the columns of a mapping. Throws `BAD_MAPPING` for one that the file lacks, or has twice. */
export function planOf({ columns: given }: TableMapping, columns: readonly string[], path: string): Plan {
  const used = new Set<number>();
  const find = (one: Given, unit: string | undefined, field: string): PlannedColumn => {
    const { column: name, unit: stated } = typeof one === "string" ? { column: one, unit: undefined } : one;
    const at = columns.indexOf(name);
    if (at === -1 || columns.lastIndexOf(name) !== at) {
      const why = at === -1 ? "no column" : "several columns";
      const known = columns.slice(0, 100).map((column) => JSON.stringify(column.slice(0, 100)));
      const message = `the file has ${why} ${JSON.stringify(name)} for ${field}. Its columns are ${known.join(", ")}.`;
      throw new ImportError("BAD_MAPPING", path, message);
    }
    used.add(at);
    return { at, name, factor: (stated !== undefined && unitsOf(unit ?? "")[stated]) || 1 };
  };
  const plan = <Fields extends Record<string, MappedField>>(fields: Fields) =>
    (Object.keys(fields) as (keyof Fields & string)[]).flatMap((name): [keyof Fields & string, PlannedColumn][] => {
      const one = given[name as keyof typeof given] as Given | undefined;
      return one === undefined ? [] : [[name, find(one, fields[name]!.unit, name)]];
    });
  const measures = Object.entries(given.measures ?? {}).flatMap(([metric, one]): PlannedMeasure[] => {
    if (one === undefined) return [];
    const { unit } = MEASURED.find(({ name }) => name === metric)!;
    const whole = typeof one === "string" ? { column: one } : one;
    const value = find({ column: whole.column, unit: "unit" in whole ? whole.unit : undefined }, unit, metric);
    const beside = (["low", "high", "standardError", "count"] as const).flatMap((part) => {
      const name = part in whole ? (whole as Record<string, string | undefined>)[part] : undefined;
      if (name === undefined) return [];
      return [
        [part, { ...find(name, unit, `${metric}.${part}`), factor: part === "count" ? 1 : value.factor }] as const,
      ];
    });
    return [{ metric, isShare: unit === "1", value, ...Object.fromEntries(beside) }];
  });
  const protocol = Object.entries(given.protocol ?? {}).map(([name, column]): [string, PlannedColumn] => [
    name,
    find(column, undefined, `protocol.${name}`),
  ]);
  const found = { run: plan(RUN_FIELDS), sample: plan(SAMPLE_FIELDS), protocol, measures };
  return { ...found, unused: columns.filter((_, at) => !used.has(at)) };
}
