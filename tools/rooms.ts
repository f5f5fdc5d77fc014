// The rooms of `src`, from the lowest to the highest, and what each may import: imports run one way.
// `npm run rooms` writes these rules into biome.json, and test/house.test.ts fails where a folder and its rule part.
import { join } from "node:path";

interface Room {
  name: string;
  /** The other rooms that its files may import. */
  imports: string[];
  /** Its folders, `.` being the room itself: a file may import its own folder and those before it. */
  folders: string[];
}

const MATHEMATICS = ["errors", "frontier", "compute"];
const RESULTS = [...MATHEMATICS, "decoding", "store", "recording", "analysis"];
const MEASURING = ["plugins", "runners", "evaluation"];

export const ROOMS: Room[] = [
  { name: "errors", imports: [], folders: ["."] },
  { name: "network", imports: ["errors"], folders: ["."] },
  { name: "processes", imports: [], folders: ["."] },
  { name: "decoding", imports: ["errors"], folders: ["."] },
  {
    name: "frontier",
    imports: ["errors"],
    folders: [".", "statistics", "dominance", "hypervolume", "choice", "testTimeCompute", "studies"],
  },
  {
    name: "compute",
    imports: ["errors"],
    folders: [
      ".",
      "mixers",
      "architecture",
      "accelerators",
      "config/families",
      "config",
      "cost",
      "gguf",
      "serving",
      "fleets",
    ],
  },
  {
    name: "store",
    imports: [...MATHEMATICS, "decoding"],
    folders: ["database", ".", "filters", "reading/signed", "reading/graded", "reading"],
  },
  { name: "access", imports: ["errors", "store"], folders: ["."] },
  { name: "recording", imports: [...MATHEMATICS, "decoding", "store"], folders: ["submitted", ".", "bundled"] },
  {
    name: "analysis",
    imports: [...MATHEMATICS, "store"],
    folders: ["request", "candidates", "deployment", "planning", "operatingPoints", "resampling", "."],
  },
  {
    name: "plugins",
    imports: [...MATHEMATICS, "network", "processes", "decoding", "recording"],
    folders: [
      "contract",
      "importers/fields",
      "importers/lm-eval",
      "importers/inspect",
      "importers/nemo-skills",
      "importers/speed",
      "importers/every-eval-ever",
      "importers/model-cards",
      "importers/openrouter",
      "importers/mapped-tables",
      "importers",
      "grading/finding",
      "grading/thought",
      "grading",
      "benchmarks/dataset",
      "benchmarks/parts",
      "benchmarks/arithmetic",
      "benchmarks/gpqa-diamond",
      "benchmarks/tasks",
      "benchmarks",
      "boundary",
      "boundary/sessions",
      ".",
      "creating",
      "register",
      "reloading",
    ],
  },
  {
    name: "exchange",
    imports: [...RESULTS, "network", "access", "plugins"],
    folders: ["submitting", "importing", "exporting/source", "exporting/tables", "exporting/formats", "exporting"],
  },
  {
    name: "conformance",
    imports: ["errors", "decoding", "frontier", "network", "recording", "plugins", "exchange"],
    folders: ["scripted", "."],
  },
  {
    name: "federation",
    imports: [...RESULTS, "network", "access", "exchange"],
    folders: ["keys", "feed", "publishing", "peers"],
  },
  {
    name: "runners",
    imports: ["errors", "network", "processes", "decoding", "plugins"],
    folders: ["client", "launch", "meter", "sglang", "tgi", "vllm", "."],
  },
  {
    name: "evaluation",
    imports: [...RESULTS, "network", "access", "plugins", "runners"],
    folders: ["permission", "plan", "answers", "setup", "computing", "regrading", "judging", ".", "experiment"],
  },
  { name: "drawing", imports: ["errors", "frontier", "store", "analysis"], folders: ["."] },
  {
    name: "schema",
    imports: [...RESULTS, "access", "plugins", "exchange", "federation", "evaluation"],
    folders: ["base", "subgraph", "results", "analyses", "operations", "."],
  },
  {
    name: "server",
    imports: [...RESULTS, "access", "exchange", ...MEASURING, "drawing", "schema"],
    folders: ["observation", "edge", "documents", "limits", "."],
  },
  {
    name: "metering",
    imports: ["errors", "network", "recording", "plugins", "exchange", "runners", "evaluation", "server"],
    folders: ["records", "streams", ".", "joining"],
  },
  { name: "apiClient", imports: [], folders: ["."] },
  {
    name: "exports",
    imports: ["apiClient", ...RESULTS, "access", "exchange", "conformance", ...MEASURING, "schema", "server"],
    folders: ["."],
  },
  {
    name: "cli",
    imports: [
      ...RESULTS,
      "network",
      "processes",
      "access",
      "exchange",
      "conformance",
      "federation",
      ...MEASURING,
      "drawing",
      "schema",
      "server",
      "metering",
    ],
    folders: [
      "progress",
      ".",
      "verdicts",
      "submissions",
      "doctor",
      "measuring",
      "export",
      "listing",
      "showing",
      "imports",
      "federating",
      "metered",
      "authoring",
      "commands",
    ],
  },
];

/** Every folder of `src` that holds files, as a path in it. */
export function foldersOf({ name, folders }: Room): string[] {
  return folders.map((folder) => join(name, folder));
}

/** The folders whose files a folder's own may import, itself left out. */
export function importableFrom(folder: string): string[] {
  const room = ROOMS.find((one) => foldersOf(one).includes(folder))!;
  const own = foldersOf(room);
  return [
    ...ROOMS.filter(({ name }) => room.imports.includes(name)).flatMap(foldersOf),
    ...own.slice(0, own.indexOf(folder)),
  ];
}

/** The lint rules: what a folder may not import, told by the folder's name in the path of the import. */
export function importRules() {
  const all = ROOMS.flatMap(foldersOf);
  return all.map((folder) => {
    const allowed = importableFrom(folder);
    const forbidden = all.filter((other) => other !== folder && !allowed.includes(other));
    const ancestors = forbidden.filter((other) => folder.startsWith(`${other}/`));
    const message = `src/${folder} may import only ${namesOf(allowed)} (docs/architecture.md).`;
    const group = [
      `**/{${forbidden.filter((other) => !ancestors.includes(other)).map(lastPart)}}/*.ts`,
      // A folder above has no name in the path of the import.
      ...ancestors.map((other) => `${"../".repeat(folder.split("/").length - other.split("/").length)}*.ts`),
      "**/main.ts",
    ];
    return {
      includes: [`src/${folder}/*`],
      linter: {
        rules: {
          style: { noRestrictedImports: { level: "error", options: { patterns: [{ group, message }] } } },
        },
      },
    };
  });
}

/** Folders in words; a room that is allowed whole is named once. */
function namesOf(folders: string[]): string {
  const named = ROOMS.flatMap((room) => {
    const some = foldersOf(room).filter((folder) => folders.includes(folder));
    return some.length === room.folders.length
      ? [`src/${room.name}`]
      : some.map((folder) => `the files of src/${folder}`);
  });
  return named.join(", ") || "packages";
}

const lastPart = (folder: string) => folder.slice(folder.lastIndexOf("/") + 1);

/** biome.json with these rules in place of those that it has for `src`. */
export function withImportRules(biomeJson: string): string {
  const config = JSON.parse(biomeJson);
  const others = config.overrides.filter(({ includes }: { includes: string[] }) => !includes[0]!.startsWith("src/"));
  return `${JSON.stringify({ ...config, overrides: [...importRules(), ...others] }, null, 2)}\n`;
}
