import type { Command } from "commander";

export interface Subcommand {
  description: string;
  load: () => Promise<{ declare(command: Command): void }>;
}

/** The subcommands. Each is a file that declares its own arguments, flags and action on the command that it is given. */
export const COMMANDS: Record<string, Subcommand> = {
  serve: {
    description:
      "answer GraphQL queries; HOST, PORT, DATA_DIR and DATABASE_URL in the environment say at which address and from which store",
    load: () => import("../serve.ts"),
  },
  run: {
    description:
      "measure a model on benchmarks: one run for each benchmark and each way of thinking; or measure the experiment of a file",
    load: () => import("../measuring/run.ts"),
  },
  rerun: {
    description: "measure again what a run asked, by its recipe",
    load: () => import("../rerun.ts"),
  },
  judge: {
    description: "ask a judge model about the answers of a run that are undecided",
    load: () => import("../verdicts/judge.ts"),
  },
  regrade: {
    description: "grade the stored outputs of runs again with the grader of today, and list what changed",
    load: () => import("../verdicts/regrade.ts"),
  },
  backfill: {
    description: "compute the metrics of installed plugins for the runs that are stored",
    load: () => import("../measuring/backfill.ts"),
  },
  frontier: {
    description: "print which model to take: the frontier of accuracy against cost as a table, a plot and a sentence",
    load: () => import("../showing/frontier.ts"),
  },
  compare: {
    description: "compare two models, or two modes of one, on the problems that both answered",
    load: () => import("../listing/compare.ts"),
  },
  gpus: {
    description: "say how many of which accelerator hold a model, and what an answer takes there",
    load: () => import("../listing/gpus.ts"),
  },
  export: {
    description: "write a frontier, runs or samples as a file that others' tools read",
    load: () => import("../export/export.ts"),
  },
  models: {
    description: "list and search models",
    load: async () => (await import("../listing/list.ts")).listing("models"),
  },
  benchmarks: {
    description: "list and search benchmarks",
    load: async () => (await import("../listing/list.ts")).listing("benchmarks"),
  },
  accelerators: {
    description: "list and search accelerators",
    load: async () => (await import("../listing/list.ts")).listing("accelerators"),
  },
  labs: {
    description: "list and search labs",
    load: async () => (await import("../listing/list.ts")).listing("labs"),
  },
  runs: {
    description: "list the latest runs, or search runs by words",
    load: async () => (await import("../listing/list.ts")).listing("runs"),
  },
  worker: {
    description: "take queued runs from the database of DATABASE_URL, on a machine that has the engines",
    load: () => import("../measuring/worker.ts"),
  },
  import: {
    description: "bring in results of other tools: files, folders or addresses, whose format is recognised",
    load: () => import("../imports/import.ts"),
  },
  model: {
    description: "manage the models whose compute is calculated",
    load: () => import("../model.ts"),
  },
  backup: {
    description: "write all that the store holds into one file",
    load: () => import("../backup.ts"),
  },
  restore: {
    description: "put what a backup holds in place of what the store holds",
    load: () => import("../restore.ts"),
  },
  forget: {
    description: "delete runs, their samples or their texts for good; a tombstone with the reason stays",
    load: () => import("../forget.ts"),
  },
  held: {
    description: "list, accept and refuse submitted runs of models and benchmarks that the store lacks",
    load: () => import("../submissions/held.ts"),
  },
  key: {
    description: "make and show the keys with which labs sign what they publish",
    load: () => import("../federating/key.ts"),
  },
  publish: {
    description: "write the results of a lab as a signed feed into a folder",
    load: () => import("../federating/publish.ts"),
  },
  peer: {
    description: "follow the feeds of other labs: add, list, pull, trust, policies",
    load: () => import("../federating/peer.ts"),
  },
  update: {
    description: "take newer published results from a feed, without a new version of the package",
    load: () => import("../federating/update.ts"),
  },
  countersign: {
    description: "say of another lab's run, by a run of one's own, that it is reproduced or disputed",
    load: () => import("../federating/countersign.ts"),
  },
  token: {
    description: "make, list and revoke the tokens that say who may do what, and links that sign a browser in",
    load: () => import("../token.ts"),
  },
  meter: {
    description:
      "pass requests of any harness or client on to an engine, and record their tokens, times, failures and energy",
    load: () => import("../metered/meter.ts"),
  },
  plugin: {
    description: "create a plugin, and hold one against the contract",
    load: () => import("../authoring/plugin.ts"),
  },
  plugins: {
    description:
      "list the plugins that are installed and what keeps others out, and search the register of published ones",
    load: () => import("../authoring/plugins.ts"),
  },
  doctor: {
    description: "check what a server needs: settings, folder, database, plugins and engines",
    load: () => import("../doctor/doctor.ts"),
  },
  schema: {
    description: "print the GraphQL schema",
    load: () => import("../printSchema.ts"),
  },
};
