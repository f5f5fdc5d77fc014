import { Command } from "commander";
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
