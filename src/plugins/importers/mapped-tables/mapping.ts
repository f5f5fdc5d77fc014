import { z } from "zod";
import { DECODING_FIELDS, type MappedField, MEASURED, RUN_FIELDS, SAMPLE_FIELDS } from "./mappedFields.ts";
import { unitsOf } from "./units.ts";

const columnName = z.string().min(1).max(1000);

/** A column by its name, with its unit where the figure can be stated in several. */
function columnOf({ unit, description }: MappedField) {
  const units = Object.keys(unit === undefined ? {} : unitsOf(unit));
  if (units.length === 0) return columnName.optional().describe(description);
  return z
    .union([columnName, z.strictObject({ column: columnName, unit: z.enum(units).optional() })])
    .optional()
    .describe(`${description} Its unit is ${units[0]} where it is left out.`);
}

const columnsOf = <Fields extends Record<string, MappedField>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, columnOf(field)])) as {
    [Name in keyof Fields]: ReturnType<typeof columnOf>;
  };

/** A metric is a column, or a column with those of its interval, its standard error and its number of answers. */
const measures = Object.fromEntries(
  MEASURED.map(({ name, unit, description }) => {
    const units = Object.keys(unitsOf(unit));
    const whole = z.strictObject({
      column: columnName,
      unit: z.enum(units.length > 0 ? units : [unit]).optional(),
      low: columnName.optional().describe("The column of the lower end of the interval of 95 %, in the same unit."),
      high: columnName.optional().describe("The column of the upper end."),
      standardError: columnName.optional().describe("The column of the standard error, where there is no interval."),
      count: columnName.optional().describe("The column of the number of answers behind the figure."),
    });
    return [name, z.union([columnName, whole]).optional().describe(description)];
  }),
);

const constant = z.union([z.string().min(1).max(10_000), z.number(), z.boolean()]);
const protocol = z.record(z.string().min(1).max(200), columnName);

/**
 * How the columns of a table become runs: which column gives which field, what holds for all rows, and in which units the
 * figures are.
 */
export const tableMapping = z
  .strictObject({
    rows: z.enum(["runs", "samples"]).describe("What a row is: a run with its figures, or one answer to one problem."),
    columns: z
      .strictObject({
        ...columnsOf({ ...RUN_FIELDS, ...DECODING_FIELDS }),
        ...columnsOf(SAMPLE_FIELDS),
        measures: z.strictObject(measures).optional().describe("The figures of a run, by the names of our metrics."),
        protocol: protocol
          .optional()
          .describe("What else tells how problems were asked and graded, by names of your own."),
      })
      .describe("The column of each field, by its name in the first line or in the schema of the file."),
    constants: z
      .strictObject({
        ...(Object.fromEntries(
          Object.entries({ ...RUN_FIELDS, ...DECODING_FIELDS }).map(([name, { description }]) => [
            name,
            constant.optional().describe(description),
          ]),
        ) as Record<keyof typeof RUN_FIELDS, z.ZodOptional<typeof constant>>),
        protocol: z.record(z.string().min(1).max(200), constant).optional(),
      })
      .default({})
      .describe("The fields that are the same in all rows and stand in no column."),
    right: z
      .array(z.string())
      .default([])
      .describe("Texts of the column `correct` for a right answer, beside `true` and 1."),
    wrong: z
      .array(z.string())
      .default([])
      .describe("Texts of the column `correct` for a wrong answer, beside `false` and 0."),
    missing: z.array(z.string()).default([]).describe("Texts that stand for no value, beside an empty cell."),
    delimiter: z
      .string()
      .length(1)
      .optional()
      .describe("What separates the cells of a CSV: a comma, or a tab in a `.tsv`."),
  })
  .superRefine(({ rows, columns, constants }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    for (const field of ["model", "benchmark"] as const) {
      if (!columns[field] && constants[field] === undefined)
        refuse(["columns", field], "a column or a constant is needed");
    }
    for (const name of Object.keys(RUN_FIELDS) as (keyof typeof RUN_FIELDS)[]) {
      if (columns[name] && constants[name] !== undefined)
        refuse(["constants", name], "it is given by a column already");
    }
    const given = Object.keys(SAMPLE_FIELDS).filter((name) => columns[name as keyof typeof SAMPLE_FIELDS]);
    if (rows === "samples") {
      if (!columns.problem) refuse(["columns", "problem"], "a column is needed where a row is a sample");
      if (columns.measures) refuse(["columns", "measures"], "figures of runs have no place where a row is a sample");
    } else {
      for (const name of given) refuse(["columns", name], "it is a field of samples, and a row is a run");
      if (!columns.measures) refuse(["columns", "measures"], "at least one figure is needed where a row is a run");
    }
  });

export type TableMapping = z.infer<typeof tableMapping>;

/** The JSON Schema of a mapping file, as `import-mapping.schema.json` holds it. */
export function mappingJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(tableMapping, { io: "input" });
  return {
    $schema,
    title: "How Paretograph reads a table",
    description: "Which columns of a CSV or Parquet file give which fields of runs or samples, and in which units.",
    ...schema,
  };
}
