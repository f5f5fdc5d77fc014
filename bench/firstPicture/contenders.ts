import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Contender } from "./contender.ts";

const ROOT = join(import.meta.dirname, "../..");
/** An evaluation that Inspect runs itself, with a model that answers without one. */
const TASK = `from inspect_ai import Task, task
from inspect_ai.dataset import Sample
from inspect_ai.scorer import match


@task
def sums():
    return Task(dataset=[Sample(input="1 + 1", target="2")], scorer=match())
`;

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
  writeFileSync(join(inputs, "sums.py"), TASK);
  // Inspect takes a relative path alone; both folders are in that of the system.
  const evaluation = [
    "eval",
    join("..", basename(inputs), "sums.py"),
    "--model",
    "mockllm/model",
    "--log-dir",
    logs,
    "--display",
    "none",
  ];
  const database = join(inputs, "models.db");
  writeModels(database);
  return [
    {
      name: "Inspect View",
      picture: "the log of one evaluation",
      install: [...pip("inspect-ai"), ["env/bin/inspect", ...evaluation]],
      start: (port) => ["env/bin/inspect", "view", "start", "--log-dir", logs, "--port", String(port)],
      path: "/",
      shown: { text: "sums" },
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
