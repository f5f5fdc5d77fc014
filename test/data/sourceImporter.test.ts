import { describe, expect, it } from "vitest";
import deer from "../../data/scripts/deer.ts";
import matharena from "../../data/scripts/matharena.ts";
import qfft from "../../data/scripts/qfft.ts";
import zeroeval from "../../data/scripts/zeroeval.ts";
import { importFile } from "../../src/exchange/importing/importFile.ts";
import type { Imported, ImporterPlugin } from "../../src/plugins/contract/importer.ts";

const file = (path: string, text = "") =>
  importFile(path, async function* () {
    yield Buffer.from(text);
  });

async function read(importer: ImporterPlugin, files: ReturnType<typeof file>[]): Promise<Imported[]> {
  const [set] = await importer.find(files, {});
  const given: Imported[] = [];
  for await (const one of importer.read(set!, {}, { signal: new AbortController().signal })) given.push(one);
  return given;
}

const KNOWN = "lwl-uestc/QFFT-S1-7B";

describe("the importer of a published source", () => {
  it("takes its own files alone, and none where one is missing", async () => {
    const files = ["qfft/results.csv", "deer/results.csv", "zeroeval/gsm/a.jsonl", "zeroeval/math-l5/a.jsonl"].map(
      (path) => file(path),
    );
    const taken = async (importer: ImporterPlugin) =>
      (await importer.find(files, {})).map((set) => set.files.map(({ path }) => path));
    expect(await taken(deer)).toEqual([["deer/results.csv"]]);
    expect(await taken(zeroeval)).toEqual([["zeroeval/gsm/a.jsonl", "zeroeval/math-l5/a.jsonl"]]);
    expect(await matharena.find([file("matharena-aime25-i/models.csv")], {})).toEqual([]);
  });

  it("has a name of its own beside the importers of formats", () => {
    expect([deer.name, qfft.name]).toEqual(["published-deer", "published-qfft"]);
  });

  it("gives runs under the names of the registry, and says what it leaves out", async () => {
    const text = [
      "model,weights_published,benchmark,problems,samples_per_problem,accuracy_percent,mean_output_tokens",
      "DeepSeek-R1-Distill-Qwen-7B + QFFT on LIMO,no,math-500,500,16,90.1,2000",
      `${KNOWN},yes,math-500,500,16,90.1,2000`,
    ].join("\n");
    const given = await read(qfft, [file("qfft/results.csv", text)]);
    expect(given[0]).toMatchObject({ kind: "leftOut", leftOut: { reason: "The model's weights are not published." } });
    expect(given[1]).toMatchObject({
      kind: "run",
      run: {
        place: `published-qfft: ${KNOWN} | math500`,
        benchmark: { name: "math500" },
        measures: { accuracy: { value: 0.901, count: 8000 }, output_tokens: { value: 2000 } },
      },
    });
  });

  it("throws on a name that the table of models does not have", async () => {
    const text =
      "model,weights_published,benchmark,problems,samples_per_problem,accuracy_percent,mean_output_tokens\nNobody,yes,aime25,30,16,1,1";
    await expect(read(qfft, [file("qfft/results.csv", text)])).rejects.toThrow('no model for "Nobody" of qfft');
  });
});
