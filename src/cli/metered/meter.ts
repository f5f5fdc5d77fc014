import type { Command } from "commander";
import { declareFlagsOf } from "../runFlags.ts";
import { join } from "./join.ts";
import { fold, report } from "./report.ts";
import { meter } from "./serveProxy.ts";

/** `paretograph meter`: a pass-through before an engine that records what each request costs. */
export function declare(command: Command): void {
  command
    .argument(
      "[command...]",
      "what to run with the proxy's address in place of {proxy}, after --; without it, the proxy serves until it is stopped",
    )
    .option("--upstream <url>", "the address of the engine, such as http://127.0.0.1:8000")
    .option("--run <name>", "the run of requests that name none")
    .option("--sample <share>", "record this share of the requests, such as 1%, without any digest of a text")
    .option("--keep-texts", "keep prompts and answers too, not only their digests")
    .option(
      "--host <address>",
      "the address to listen at; any but loopback needs the token of METER_TOKEN",
      "127.0.0.1",
    )
    .option("--port <port>", "the port to listen at; a free one unless given")
    .option("--results <path>", "a file or folder of results of the command (repeatable)", collect, []);
  declareJoinFlags(command);
  declareFlagsOf(command, ["hardware", "meter"]);
  // The flags of the subcommands are their own.
  command.enablePositionalOptions().action(meter);
  // A program of one of these names is run all the same.
  if (process.argv.includes("--")) return;
  command
    .command("report")
    .description("print what was recorded: requests, tokens, times, failures, retries and energy of each run")
    .option("--run <name>", "only this run")
    .option("--json", "print it as JSON")
    .action(report);
  const joining = command
    .command("join")
    .description("join results of harnesses with the requests that were recorded for them, and store the runs")
    .argument("<results...>", "files and folders of results")
    .option("--log <file>", "the log of the session; the newest unless given")
    .option("--run <name>", "only the requests of this run")
    .option("--json", "print the report as JSON");
  declareJoinFlags(joining);
  joining.action(join);
  command
    .command("fold")
    .description("fold the logs of sessions that are over into summaries, and delete those of samples")
    .action(fold);
}

const collect = (value: string, before: string[]) => [...before, value];

/** What is said of the runs of a harness beside its files. */
function declareJoinFlags(command: Command): void {
  command
    .option("--lab <slug>", "the lab that measures", "local")
    .option(
      "--model <[name=]slug>",
      "the model of all runs, or of those that the files name so (repeatable)",
      collect,
      [],
    )
    .option("--benchmark <[name=]slug>", "as --model, for the benchmark (repeatable)", collect, []);
}
