import { cpSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Contender } from "./contender.ts";

const ROOT = join(import.meta.dirname, "../..");
/** A log of Inspect that the tests have, and the task that its viewer lists. */
const LOG = join(ROOT, "test/plugins/importers/fixtures/inspect/v2-0.3.180-gpqa-epochs4.json");

export const paretograph: Contender = {
  name: "Paretograph",
  picture: "points of a frontier",
  install: [
    ["git", "clone", "--quiet", ROOT, "project"],
    ["npm", "ci", "--prefix", "project", "--loglevel", "error"],
  ],
  start: () => ["npm", "start", "--prefix", "project"],
  path: "/",
  shown: { selector: "circle.point" },
};

/** The peers, each installed from PyPI by a Python; `inputs` is a folder for what they show. */
export function peers(python: string, inputs: string): Contender[] {
  const pip = (name: string): Contender["install"] => [
    [python, "-m", "venv", "env"],
    ["env/bin/pip", "install", "--quiet", "--disable-pip-version-check", name],
  ];
  const logs = join(inputs, "logs");
  mkdirSync(logs);
  cpSync(LOG, join(logs, "2026-01-01T00-00-00+00-00_log_1.json"));
  const database = join(inputs, "models.db");
  writeModels(database);
  return [
    {
      name: "Inspect View",
      picture: "the list with one log",
      install: pip("inspect-ai"),
      start: (port) => ["env/bin/inspect", "view", "start", "--log-dir", logs, "--port", String(port)],
      path: "/",
      shown: { text: JSON.parse(readFileSync(LOG, "utf8")).eval.task },
    },
    {
      name: "Datasette",
      picture: "a table of the models",
      install: pip("datasette"),
      start: (port) => ["env/bin/datasette", database, "--port", String(port)],
      path: "/models/models",
      shown: { selector: "table.rows-and-columns tbody tr" },
    },
  ];
}

/** The bundled models as a table of SQLite. */
function writeModels(path: string): void {
  const database = new DatabaseSync(path);
  database.exec("create table models (name text, developer text)");
  const insert = database.prepare("insert into models values (?, ?)");
  const folder = join(ROOT, "data/models");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".jsonl"))) {
    for (const line of readFileSync(join(folder, file), "utf8").split("\n").filter(Boolean)) {
      const { name, slug, developer } = JSON.parse(line);
      insert.run(name ?? slug ?? null, developer ?? null);
    }
  }
  database.close();
}
