import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isErrorOf } from "../errors/codedError.ts";
import { importFile } from "../exchange/importing/importFile.ts";
import { readSet, type SetContent } from "../exchange/importing/readSet.ts";
import { recognise } from "../exchange/importing/recognise.ts";
import type { ImporterPlugin } from "../plugins/contract/importer.ts";
import { type ConformanceCase, casesOf, quoted, sayThrown } from "./conformanceCase.ts";
import { damaged, type GivenFile } from "./faultyFiles.ts";
import { IMPORTER_RULES } from "./importerRules.ts";
import { checkedOptions, pluginCases } from "./pluginCases.ts";

/** What the kit needs to try an importer, beside the plugin. */
export interface ImporterSetup {
  /** Files of its format: a file or a folder, or the contents by their paths. Without them only what is declared is tried. */
  files?: string | Record<string, string | Uint8Array>;
  options?: unknown;
  /** How many damaged sets of files are tried; 100 where it is left out. */
  damaged?: number;
}

const DAMAGED = 100;
/** The milliseconds in which damaged files must be read. */
const LONGEST_MS = 10_000;

/** Files of no format: each is what many folders hold. */
const OTHER_FILES: GivenFile[] = Object.entries({
  "README.md": "# Results\n\nSee below.\n",
  "empty.json": "",
  "data.json": "{}",
  "list.json": "[]",
  "null.json": "null",
  "package.json": '{"name":"a","version":"1.0.0","results":{},"metrics":{}}',
  "samples.jsonl": '{"a":1}\n{"b":2}\n',
  "table.csv": "a,b\n1,2\n",
  "notes.txt": "accuracy was fine",
  "image.png": "\u0089PNG\r\n\u001a\n",
  "log.eval": "not a zip",
}).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));

/** The cases of an importer. */
export function importerCases(plugin: ImporterPlugin, setup: ImporterSetup = {}): ConformanceCase[] {
  const add = casesOf(String(plugin?.name), IMPORTER_RULES);
  const none = setup.files === undefined ? "No files of its format are given: give `files`." : undefined;
  const given = () => filesOf(setup.files!);

  async function read(files: readonly GivenFile[]): Promise<SetContent[]> {
    const signal = AbortSignal.timeout(LONGEST_MS * 3);
    const opened = files.map(({ path, bytes }) =>
      importFile(path, async function* () {
        yield bytes;
      }),
    );
    const { sets } = await recognise(opened, [{ importer: plugin, options: checkedOptions(plugin, setup.options) }]);
    const contents: SetContent[] = [];
    for (const set of sets) contents.push(await readSet(set, { signal }));
    return contents;
  }
  const tryDamaged = async (judge: (number: number, path: string, error: unknown, ms: number) => string | null) => {
    const files = given();
    for (let number = 0; number < (setup.damaged ?? DAMAGED); number++) {
      const at = number % files.length;
      const broken = files.map((file, i) => (i === at ? { ...file, bytes: damaged(file, number) } : file));
      const begun = performance.now();
      const error = await read(broken).then(
        () => null,
        (thrown: unknown) => thrown ?? new Error("nothing"),
      );
      const fault = judge(number, files[at]!.path, error, performance.now() - begun);
      if (fault) return fault;
    }
    return null;
  };

  return [
    ...pluginCases(plugin, setup.options),
    add(
      "OWN_FILES_NOT_FOUND",
      async () => {
        const contents = await read(given());
        const count = contents.reduce((sum, { runs, speeds }) => sum + runs.length + speeds.length, 0);
        return count > 0
          ? null
          : `It takes ${contents.length} sets of the given files, and gives no run and no speed of them.`;
      },
      none,
    ),
    add("OTHER_FILES_TAKEN", async () => {
      for (const file of OTHER_FILES) {
        const opened = importFile(file.path, async function* () {
          yield file.bytes;
        });
        const sets = await plugin.find([opened], checkedOptions(plugin, setup.options));
        if (sets.some(({ isLastResort }) => !isLastResort))
          return `It takes ${file.path}: ${quoted(Buffer.from(file.bytes).toString())}.`;
      }
      return null;
    }),
    add(
      "READ_NOT_STORABLE",
      async () => {
        await read(given());
      },
      none,
    ),
    add(
      "READ_NOT_REPEATABLE",
      async () => {
        const [one, two] = [await read(given()), await read(given())];
        return isDeepStrictEqual(one, two) ? null : "Two reads of the same files differ.";
      },
      none,
    ),
    add(
      "DAMAGE_NOT_REFUSED",
      () =>
        tryDamaged((number, path, error) =>
          error === null || isErrorOf("import", error) ? null : `Damage ${number} of ${path}: ${sayThrown(error)}`,
        ),
      none,
    ),
    add(
      "DAMAGE_TAKES_LONG",
      () =>
        tryDamaged((number, path, _, ms) =>
          ms <= LONGEST_MS ? null : `Damage ${number} of ${path} took ${(ms / 1000).toFixed(1)} s.`,
        ),
      none,
    ),
  ];
}

function filesOf(files: NonNullable<ImporterSetup["files"]>): GivenFile[] {
  if (typeof files !== "string") {
    return Object.entries(files).map(([path, content]) => ({
      path,
      bytes: typeof content === "string" ? Buffer.from(content) : content,
    }));
  }
  if (statSync(files).isFile()) return [{ path: basename(files), bytes: readFileSync(files) }];
  return readdirSync(files, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(files, path)).isFile())
    .sort()
    .map((path) => ({ path: path.replaceAll("\\", "/"), bytes: readFileSync(join(files, path)) }));
}
