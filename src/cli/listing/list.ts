import type { Command } from "commander";
import { fitTable } from "../../drawing/table.ts";
import { printable } from "../../errors/printable.ts";
import { plain } from "../../errors/unknownValue.ts";
import { csvOf } from "../../exchange/exporting/tables/csv.ts";
import type { Ask, Data } from "../progress/ask.ts";
import { CommandError } from "../settings.ts";
import { printAsked } from "./asked.ts";
import { LISTS, type List, valueAt } from "./lists.ts";

interface ListFlags {
  json?: boolean;
  csv?: boolean;
  server?: string;
}

/** The rows of one page, which is the largest that the API gives. */
const PAGE = 100;
/** The runs that are looked through for words, and shown where none are given. */
const RUNS = { searched: 5_000, shown: 20 };
/** The columns of a table where the output is not a terminal. */
const USUAL_WIDTH = 160;

/** `paretograph models`, `benchmarks`, `accelerators`, `labs` and `runs`: what the store holds, by words. */
export function listing(name: keyof typeof LISTS): { declare(command: Command): void } {
  return {
    declare(command) {
      command
        .argument("[words...]", "only those that hold all of these words")
        .option("--json", "print JSON")
        .option("--csv", "print CSV")
        .option("--server <url>", "ask the server at this address, instead of the store")
        .action((words: string[], flags: ListFlags) => list(name, words.join(" "), flags));
    },
  };
}

async function list(name: keyof typeof LISTS, words: string, flags: ListFlags): Promise<void> {
  if (flags.json && flags.csv) throw new CommandError("--json and --csv are two forms: ask for one of them.");
  await printAsked(flags.server, async (ask) => {
    const rows = await read(LISTS[name], words, ask);
    if (rows.length > 0) return written(LISTS[name], rows, flags);
    throw new CommandError(words ? `There are no ${name} with "${printable(words)}".` : `There are no ${name} yet.`);
  });
}

/** The rows that hold all words; of runs the newest, of all others all. */
async function read(list: List, words: string, ask: Ask): Promise<Data[]> {
  const isSearched = list.isSearched && words !== "";
  const most = list.field !== "runs" ? Number.POSITIVE_INFINITY : words === "" ? RUNS.shown : RUNS.searched;
  const rows: Data[] = [];
  for (let after: string | null = null; rows.length < most; ) {
    const query = `query ($after: String, $first: Int${isSearched ? ", $search: String" : ""}) {
      page: ${list.field}(first: $first, after: $after${isSearched ? ", search: $search" : ""}) {
        nodes { ${list.selection} } pageInfo { hasNextPage endCursor } } }`;
    const { page }: Data = await ask(query, {
      first: Math.min(PAGE, most),
      after,
      ...(isSearched && { search: words }),
    });
    rows.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  if (isSearched) return rows;
  const wanted = plain(words).split("-").filter(Boolean);
  const textOf = (row: Data) => plain(list.columns.map((column) => String(valueAt(row, column) ?? "")).join(" "));
  return rows.filter((row) => wanted.every((word) => textOf(row).includes(word)));
}

async function written({ columns }: List, rows: Data[], { json, csv }: ListFlags): Promise<string> {
  if (json) return JSON.stringify(rows, null, 2);
  if (csv) {
    const cells = columns.map((column) => ({
      name: column.field,
      type: "text" as const,
      of: (row: Data) => valueAt(row, column),
    }));
    let text = "";
    for await (const piece of csvOf(cells, rows)) text += piece;
    return text.trimEnd();
  }
  const shown = columns.map((column) => ({
    ...column,
    write: (row: Data) => {
      const value = valueAt(row, column);
      return value === null ? "" : printable(column.write ? column.write(value) : String(value));
    },
  }));
  return fitTable(shown, rows, process.stdout.columns ?? USUAL_WIDTH).join("\n");
}
