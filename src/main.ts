import { Command } from "commander";
import { addModel } from "./cli/addModel.ts";
import { schemaText } from "./cli/printSchema.ts";
import { serve } from "./cli/serve.ts";
import { CommandError } from "./cli/settings.ts";

const program = new Command("paretograph").description(
  "Which open model, in which mode, buys the most accuracy for the compute you have?",
);

program
  .command("serve", { isDefault: true })
  .description(
    "answer GraphQL queries (HOST, PORT, DATA_DIR and DATABASE_URL in the environment change where and from what)",
  )
  .action(serve);

program
  .command("model")
  .description("the models that compute is reckoned for")
  .command("add")
  .argument("<model>", "a model's id on the hub, such as Qwen/Qwen3-8B, or the path of a config.json")
  .option("--slug <slug>", "what queries call it; needed with a file")
  .option("--developer <name>", "who made it; else the first part of its slug")
  .option("--family <name>", "the series that it belongs to")
  .option("--released-on <date>", "the day of its release, as 2025-01-31")
  .description("add a model, or bring it up to date, from its published config")
  .action(addModel);

program
  .command("schema")
  .description("print the GraphQL schema")
  .action(() => {
    process.stdout.write(schemaText());
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
