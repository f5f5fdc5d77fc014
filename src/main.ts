import "./cli/drizzleResolution.ts";
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { CommandError } from "./cli/settings.ts";
import { packageFolder } from "./store/database/packageFolder.ts";

/** The subcommands. Each is a file that declares its own arguments, flags and action on the command that it is given. */
const COMMANDS: Record<string, { description: string; load: () => Promise<{ declare(command: Command): void }> }> = {
  serve: {
    description:
      "answer GraphQL queries; HOST, PORT, DATA_DIR and DATABASE_URL in the environment say at which address and from which store",
    load: () => import("./cli/serve.ts"),
  },
  run: {
    description:
      "measure a model on benchmarks: one run for each benchmark and each way of thinking; or measure the experiment of a file",
    load: () => import("./cli/measuring/run.ts"),
  },
  rerun: {
    description: "measure again what a run asked, by its recipe",
    load: () => import("./cli/rerun.ts"),
  },
  judge: {
    description: "ask a judge model about the answers of a run that are undecided",
    load: () => import("./cli/verdicts/judge.ts"),
  },
  regrade: {
    description: "grade the stored outputs of runs again with the grader of today, and list what changed",
    load: () => import("./cli/verdicts/regrade.ts"),
  },
  backfill: {
    description: "compute the metrics of installed plugins for the runs that are stored",
    load: () => import("./cli/measuring/backfill.ts"),
  },
  frontier: {
    description: "print which model to take: the frontier of accuracy against cost as a table, a plot and a sentence",
    load: () => import("./cli/showing/frontier.ts"),
  },
  compare: {
    description: "compare two models, or two modes of one, on the problems that both answered",
    load: () => import("./cli/listing/compare.ts"),
  },
  gpus: {
    description: "say how many of which accelerator hold a model, and what an answer takes there",
    load: () => import("./cli/listing/gpus.ts"),
  },
  export: {
    description: "write a frontier, runs or samples as a file that others' tools read",
    load: () => import("./cli/export/export.ts"),
  },
  models: {
    description: "list and search models",
    load: async () => (await import("./cli/listing/list.ts")).listing("models"),
  },
  benchmarks: {
    description: "list and search benchmarks",
    load: async () => (await import("./cli/listing/list.ts")).listing("benchmarks"),
  },
  accelerators: {
    description: "list and search accelerators",
    load: async () => (await import("./cli/listing/list.ts")).listing("accelerators"),
  },
  labs: {
    description: "list and search labs",
    load: async () => (await import("./cli/listing/list.ts")).listing("labs"),
  },
  runs: {
    description: "list the latest runs, or search runs by words",
    load: async () => (await import("./cli/listing/list.ts")).listing("runs"),
  },
  worker: {
    description: "take queued runs from the database of DATABASE_URL, on a machine that has the engines",
    load: () => import("./cli/measuring/worker.ts"),
  },
  import: {
    description: "bring in results of other tools: files, folders or addresses, whose format is recognised",
    load: () => import("./cli/imports/import.ts"),
  },
  model: {
    description: "manage the models whose compute is calculated",
    load: () => import("./cli/model.ts"),
  },
  backup: {
    description: "write all that the store holds into one file",
    load: () => import("./cli/backup.ts"),
  },
  restore: {
    description: "put what a backup holds in place of what the store holds",
    load: () => import("./cli/restore.ts"),
  },
  forget: {
    description: "delete runs, their samples or their texts for good; a tombstone with the reason stays",
    load: () => import("./cli/forget.ts"),
  },
  held: {
    description: "list, accept and refuse submitted runs of models and benchmarks that the store lacks",
    load: () => import("./cli/submissions/held.ts"),
  },
  key: {
    description: "make and show the keys with which labs sign what they publish",
    load: () => import("./cli/federating/key.ts"),
  },
  publish: {
    description: "write the results of a lab as a signed feed into a folder",
    load: () => import("./cli/federating/publish.ts"),
  },
  peer: {
    description: "follow the feeds of other labs: add, list, pull, trust, policies",
    load: () => import("./cli/federating/peer.ts"),
  },
  update: {
    description: "take newer published results from a feed, without a new version of the package",
    load: () => import("./cli/federating/update.ts"),
  },
  countersign: {
    description: "say of another lab's run, by a run of one's own, that it is reproduced or disputed",
    load: () => import("./cli/federating/countersign.ts"),
  },
  token: {
    description: "make, list and revoke the tokens that say who may do what, and links that sign a browser in",
    load: () => import("./cli/token.ts"),
  },
  meter: {
    description:
      "pass requests of any harness or client on to an engine, and record their tokens, times, failures and energy",
    load: () => import("./cli/metered/meter.ts"),
  },
  plugin: {
    description: "create a plugin, and hold one against the contract",
    load: () => import("./cli/authoring/plugin.ts"),
  },
  plugins: {
    description:
      "list the plugins that are installed and what keeps others out, and search the register of published ones",
    load: () => import("./cli/authoring/plugins.ts"),
  },
  doctor: {
    description: "check what a server needs: settings, folder, database, plugins and engines",
    load: () => import("./cli/doctor/doctor.ts"),
  },
  schema: {
    description: "print the GraphQL schema",
    load: () => import("./cli/printSchema.ts"),
  },
};

const { version } = JSON.parse(readFileSync(packageFolder("package.json"), "utf8"));
const program = new Command("paretograph")
  .description("Which open model, in which mode, buys the most accuracy for the compute you have?")
  .version(version)
  // The flags after the name of a subcommand are its own.
  .enablePositionalOptions();
// Only the commands that are named are loaded: a server does not wait for the engines and graders of a run.
const words = process.argv.slice(2);
for (const [name, { description, load }] of Object.entries(COMMANDS)) {
  const command = program.command(name).description(description);
  if (words.includes(name)) (await load()).declare(command);
}

try {
  if (words.length === 0) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
