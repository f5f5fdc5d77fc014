import { RequestError } from "../errors/requestError.ts";
import { type ExportFormat, FORMATS, formatOf } from "../exchange/exporting/exportTypes.ts";
import type { ExportRequest } from "../exchange/exporting/openExport.ts";
import { frontierArguments } from "./frontierParameters.ts";

const EXPORTED = Object.keys(FORMATS) as (keyof typeof FORMATS)[];

/**
 * Reads what to export from the parameters of a URL, such as `of=runs&format=csv&benchmark=gsm8k`. Of a frontier they are
 * those of `frontierArguments`, of runs and samples those of its filter. Throws a `RequestError` that names the parameter and
 * what is allowed.
 *
 * @param ofExporter the format of runs of a name that an installed exporter writes.
 */
export function exportParameters(
  parameters: URLSearchParams,
  ofExporter: (name: string) => ExportFormat | undefined = () => undefined,
): ExportRequest {
  const rest = new URLSearchParams(parameters);
  const exported = EXPORTED.find((name) => name === single(rest, "of"));
  if (exported === undefined) throw bad("of", `name what to export: ${EXPORTED.join(", ")}.`);
  const named = single(rest, "format");
  const format = formatOf(exported, named) ?? (exported === "runs" ? ofExporter(named) : undefined);
  if (format === undefined) {
    throw bad(
      "format",
      `name a format of ${exported}: ${Object.keys(FORMATS[exported]).join(", ")}${exported === "runs" ? ", or that of an installed exporter" : ""}.`,
    );
  }
  rest.delete("of");
  rest.delete("format");
  const asked = frontierArguments(rest);
  const others = Object.keys(asked).filter((name) => name !== "where");
  if (exported !== "frontier" && others.length > 0) {
    throw bad(
      others[0]!,
      `it says how a frontier is computed, and ${exported} take only the parameters of the filter.`,
    );
  }
  return { exported, format, asked };
}

function single(parameters: URLSearchParams, name: string): string {
  const values = parameters.getAll(name);
  if (values.length > 1) throw bad(name, "it is given more than once, but takes one value.");
  return values[0] ?? "";
}

const bad = (name: string, what: string) => new RequestError("BAD_REQUEST", `${name}: ${what}`, name);
