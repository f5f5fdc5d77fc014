/**
 * Writes `data/prices.csv`, the token prices that sources state: `node data/scripts/prices.ts [folder]`. Each price is that
 * of a source's table at its date; nothing is added to what the table states.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLED_PRICES_FILE } from "../../src/store/prices.ts";
import { readModelNames, sourceFolder } from "./bundledFormat.ts";
import type { SourceFiles } from "./sourceImporter.ts";
import { type Row, readTable } from "./sourceTable.ts";

const COLUMNS = ["model", "provider", "date", "input", "cached", "output", "source", "license", "note"] as const;
type PriceRow = Record<(typeof COLUMNS)[number], string>;

type EconomyPrice = Row<
  | "model_name"
  | "provider_count"
  | "prompt_min"
  | "prompt_max"
  | "prompt_avg"
  | "completion_min"
  | "completion_max"
  | "completion_avg"
>;
type ArenaPrice = Row<"model" | "input_usd_per_million" | "output_usd_per_million">;

/** Models of the table of prices that no run of the same source has, so that `data/model-names.csv` does not name them. */
const WITHOUT_RUNS: Record<string, string> = {
  "gpt-oss-120b": "openai/gpt-oss-120b",
  "gpt-oss-20b": "openai/gpt-oss-20b",
};
/** A model that the registry does not have. */
const UNKNOWN = ["claude-opus-4.1"];
/** The one price that the source did not take from OpenRouter. */
const NOT_OPENROUTER = "DeepHermes-3-Mistral-24B-Pre";

const ECONOMY = "token-economy/model_prices.csv";
const ARENA = "matharena-aime25-i/models.csv";

/** Prices are no results: these are read by themselves, not through an importer. */
export function readPriceRows(folder: string): PriceRow[] {
  const files = new Map([ECONOMY, ARENA].map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  return [...economyPrices(files), ...arenaPrices(files)].sort(
    (a, b) => compare(a.model, b.model) || compare(b.date, a.date),
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

function economyPrices(files: SourceFiles): PriceRow[] {
  const nameOf = readModelNames("token-economy");
  const rows: EconomyPrice[] = readTable(files, ECONOMY);
  return rows
    .filter(({ model_name }) => !UNKNOWN.includes(model_name))
    .map((row) => {
      const single = row.model_name === NOT_OPENROUTER;
      return {
        model: WITHOUT_RUNS[row.model_name] ?? nameOf(row.model_name).model,
        provider: single ? "" : "OpenRouter",
        date: "2025-08-05",
        input: meanPrice(row.prompt_min, row.prompt_max, row.prompt_avg),
        cached: "",
        output: meanPrice(row.completion_min, row.completion_max, row.completion_avg),
        source: "https://github.com/cpldcpu/LRMTokenEconomy model_prices.csv",
        license: "Apache-2.0",
        note: single ? "" : spreadOf(row),
      };
    });
}

/** The mean over providers, which the source rounds to 0.1, or the price that all of them have. */
function meanPrice(least: string, most: string, mean: string): string {
  return String(Number(Number(least) === Number(most) ? least : mean));
}

function spreadOf(row: EconomyPrice): string {
  if (row.provider_count === "1") return "one provider";
  const { prompt_min, prompt_max, completion_min, completion_max } = row;
  const plain = (price: string) => String(Number(price));
  const ranges = [
    prompt_min === prompt_max ? "" : `input ${plain(prompt_min)} to ${plain(prompt_max)}`,
    completion_min === completion_max ? "" : `output ${plain(completion_min)} to ${plain(completion_max)}`,
  ].filter(Boolean);
  return ranges.length === 0
    ? `${row.provider_count} providers at the same price`
    : `mean of ${row.provider_count} providers, rounded to 0.1 by the source: ${ranges.join(" and ")}`;
}

/** Modes of one model have one price. */
function arenaPrices(files: SourceFiles): PriceRow[] {
  const nameOf = readModelNames("matharena");
  const rows: ArenaPrice[] = readTable(files, ARENA);
  const priced = rows
    .filter(({ input_usd_per_million }) => input_usd_per_million !== "")
    .map((row) => ({
      model: nameOf(row.model).model,
      provider: "",
      date: "2025-02",
      input: String(Number(row.input_usd_per_million)),
      cached: "",
      output: String(Number(row.output_usd_per_million)),
      source: "https://github.com/eth-sri/matharena.ai static/js/table_data.js",
      license: "MIT",
      note: "the source does not name the provider",
    }));
  return [...new Map(priced.map((row) => [row.model, row])).values()];
}

/** The content of `data/prices.csv`. */
export function priceTable(rows: readonly PriceRow[]): string {
  const cell = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => cell(row[column])))]
    .map((cells) => `${cells.join(",")}\n`)
    .join("");
}

if (import.meta.main) writeFileSync(BUNDLED_PRICES_FILE, priceTable(readPriceRows(sourceFolder())));
