import { parse } from "csv-parse/sync";
import { ImportError, type ImportFile, labelAt, shareAt } from "paretograph/plugin";

/** A figure of a summary: of one model on one data set. */
export interface Row {
  place: string;
  model: string;
  dataset: string;
  /** The hash of the prompt's settings. Groups of data sets have none. */
  version?: string;
  metric: string;
  mode?: string;
  /** A share of 1. Undefined where the table has `-`. */
  share?: number;
}

/** The table of a summary, which has a column for each model. Its figures are percentages. */
export async function summaryOf(file: ImportFile): Promise<Row[]> {
  const [header, ...lines] = tableOf(await file.text(), file.path);
  const models = header!.slice(4);
  return lines.flatMap((line, i) =>
    models.map((model, column): Row => {
      const place = `${file.path}:${i + 2}`;
      const [dataset, version, metric, mode] = line.map((cell) => labelAt(cell, place));
      const isKnown = version !== undefined && version !== "-";
      return {
        place: `${place}: ${model.slice(0, 100)}`,
        model: labelAt(model, place) ?? "",
        dataset: dataset ?? "",
        metric: metric ?? "",
        ...(isKnown && { version }),
        ...(mode !== undefined && mode !== "-" && { mode }),
        ...(isKnown &&
          /^(?:accuracy|acc|score|exact_match|em|.*pass@1)/i.test(metric ?? "") && {
            share: shareAt(line[column + 4], place, 100),
          }),
      };
    }),
  );
}

function tableOf(text: string, path: string): string[][] {
  try {
    return parse(text, { relax_column_count: true, skip_empty_lines: true, max_record_size: 1_000_000 });
  } catch (cause) {
    throw new ImportError("BAD_FILE", path, `it is no CSV (${(cause as Error).message.slice(0, 200)}).`, { cause });
  }
}
