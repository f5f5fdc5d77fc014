import { type Command, InvalidArgumentError, Option } from "commander";
import { printable } from "../../errors/printable.ts";
import { RequestError } from "../../errors/requestError.ts";
import { type Ask, askStore } from "../progress/ask.ts";
import { openStoreOrServer } from "../runningServer.ts";
import { CommandError, readSettings } from "../settings.ts";

/** `paretograph held`: lists, accepts and refuses submitted runs of models and benchmarks that the store lacks. */
export function declare(command: Command): void {
  command
    .command("list")
    .addOption(new Option("--status <status>", "only those of this status").choices(["HELD", "ACCEPTED", "REFUSED"]))
    .description("list submitted runs of models and benchmarks that the store lacks, the newest first")
    .action(list);
  command
    .command("accept")
    .argument("<id...>", "their numbers in the list", parseId)
    .option("--without-architecture", "store models also without a config; their FLOPs then stay unknown")
    .description("store submitted runs with their models and benchmarks, all of them or none")
    .action(accept);
  command
    .command("refuse")
    .argument("<id...>", "their numbers in the list", parseId)
    .requiredOption("--reason <text>", "the reason, which the lab may read")
    .description("refuse submitted runs")
    .action(refuse);
}

interface Held {
  id: string;
  status: string;
  lab: string;
  model: string;
  benchmark: string;
  mode: string;
  sampleCount: number;
  newModel: unknown;
  newBenchmark: unknown;
  reason: string | null;
}

const FIELDS = "id status lab model benchmark mode sampleCount newModel newBenchmark reason";
/** The most that are listed. */
const LISTED = 100;

async function list({ status }: { status?: string }): Promise<void> {
  await administer(async (ask) => {
    const query = `query ($status: HeldStatus, $first: Int) {
      heldSubmissions(status: $status, first: $first) { edges { node { ${FIELDS} } } pageInfo { hasNextPage } } }`;
    const { heldSubmissions } = await ask(query, { status, first: LISTED });
    const rows: Held[] = heldSubmissions.edges.map(({ node }: { node: Held }) => node);
    console.log(rows.map(described).join("\n") || "There are no such submissions.");
    if (heldSubmissions.pageInfo.hasNextPage) console.error(`These are the newest ${LISTED}.`);
  });
}

async function accept(ids: string[], { withoutArchitecture = false }: { withoutArchitecture?: boolean }) {
  await administer(async (ask) => {
    const query = `mutation ($ids: [ID!]!, $withoutArchitecture: Boolean) {
      acceptSubmissions(ids: $ids, withoutArchitecture: $withoutArchitecture) { ${FIELDS} } }`;
    const { acceptSubmissions } = await ask(query, { ids, withoutArchitecture });
    console.log(acceptSubmissions.map(described).join("\n"));
  });
}

async function refuse(ids: string[], { reason }: { reason: string }): Promise<void> {
  await administer(async (ask) => {
    const query = `mutation ($ids: [ID!]!, $reason: String!) {
      refuseSubmissions(ids: $ids, reason: $reason) { ${FIELDS} } }`;
    const { refuseSubmissions } = await ask(query, { ids, reason });
    console.log(refuseSubmissions.map(described).join("\n"));
  });
}

/** Opens the store, or asks the server that has it open. */
async function administer(work: (ask: Ask) => Promise<void>): Promise<void> {
  const opened = await openStoreOrServer(readSettings(process.env));
  if ("server" in opened) return work(opened.server.ask);
  try {
    await work(askStore(opened.store));
  } catch (error) {
    throw error instanceof RequestError ? new CommandError(error.message) : error;
  } finally {
    await opened.store.close();
  }
}

function described({ newModel, newBenchmark, reason, ...row }: Held): string {
  const brings = [
    newModel === null ? "" : `model ${JSON.stringify(withoutConfig(newModel))}`,
    newBenchmark === null ? "" : `benchmark ${JSON.stringify(newBenchmark)}`,
  ];
  const parts = [
    ...[row.id, row.status, `lab ${row.lab}`, `${row.model} (${row.mode}) on ${row.benchmark}`],
    `${row.sampleCount} samples`,
    `brings ${brings.filter(Boolean).join(" and ")}`,
    reason === null ? "" : `refused: ${JSON.stringify(reason)}`,
  ];
  return printable(parts.filter(Boolean).join("\t"));
}

const withoutConfig = (model: unknown) => {
  const { config, ...rest } = model as Record<string, unknown>;
  return { ...rest, config: config === undefined ? "none" : "given" };
};

function parseId(value: string, before: string[] = []): string[] {
  if (!/^[1-9]\d*$/.test(value)) throw new InvalidArgumentError("Give the number of a submission in the list.");
  return [...before, value];
}
