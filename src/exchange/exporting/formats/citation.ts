import { stringify } from "yaml";
import type { SourceRow } from "../../../store/reading/sources.ts";
import type { FrontierSource } from "../source/exportSource.ts";

/** A source of the runs behind a frontier, with the name of its lab. */
interface NamedSource extends Pick<SourceRow, "url" | "license" | "runCount"> {
  lab: string;
}

/** A licence as one identifier of SPDX. Other words go into the notes. */
const SPDX = /^[A-Za-z0-9.+]+(-[A-Za-z0-9.+]+)*$/;

async function factsOf(source: FrontierSource) {
  const { frontier, catalogue, version, since, benchmarks } = source;
  const titles = frontier.objectives.map(({ metric }) => catalogue.metrics.find(metric)?.title ?? metric);
  const sources = (await frontier.sources()).map(
    ({ labId, ...rest }): NamedSource => ({ ...rest, lab: catalogue.labs.byId.get(labId)?.name ?? "unknown" }),
  );
  return {
    title: `Pareto frontier of ${titles.join(", ")} on ${benchmarks.join(", ")}`,
    labs: [...new Set(sources.map(({ lab }) => lab))],
    sources,
    version,
    day: since.toISOString().slice(0, 10),
  };
}

/** A frontier as a `CITATION.cff` of version 1.2.0: its authors are the labs whose runs it rests on. */
export async function* citationFile(source: FrontierSource): AsyncGenerator<string> {
  const { title, labs, sources, version, day } = await factsOf(source);
  yield stringify({
    "cff-version": "1.2.0",
    message: "If you show this frontier, please cite it with its version and the sources of its results.",
    type: "dataset",
    title,
    authors: (labs.length > 0 ? labs : ["Paretograph"]).map((name) => ({ name })),
    version,
    "date-released": day,
    references: sources.map(({ lab, url, license, runCount }) => ({
      type: "data",
      title: `Results by ${lab}`,
      authors: [{ name: lab }],
      ...(url && { url }),
      ...(license && SPDX.test(license) && { license: license }),
      notes: [counted(runCount), ...(license && !SPDX.test(license) ? [`licence: ${license}`] : [])].join("; "),
    })),
  });
}

/** The same as BibTeX: an entry for the frontier, and one for each of its sources. */
export async function* bibtex(source: FrontierSource): AsyncGenerator<string> {
  const { title, labs, sources, version, day } = await factsOf(source);
  const year = day.slice(0, 4);
  const named = labs.length > 0 ? labs : ["Paretograph"];
  yield entry(`paretograph-${version}`, {
    title,
    author: named.map((lab) => `{${escaped(lab)}}`).join(" and "),
    year,
    note: `Data version ${version}, of ${day}`,
  });
  for (const [i, { lab, url, license, runCount }] of sources.entries()) {
    yield entry(`paretograph-${version}-source-${i + 1}`, {
      title: `Results by ${lab}`,
      author: `{${escaped(lab)}}`,
      ...(url && { url }),
      note: [counted(runCount), ...(license ? [`licence: ${license}`] : [])].join("; "),
    });
  }
}

/** The values of `author` are escaped already, and an address stays as it is but for braces. */
function entry(key: string, fields: Record<string, string>): string {
  const lines = Object.entries(fields).map(([name, value]) => {
    const written =
      name === "author" ? value : name === "url" ? value.replaceAll(/[{}\\]/g, encodeURIComponent) : escaped(value);
    return `  ${name} = {${written}},\n`;
  });
  return `@misc{${key},\n${lines.join("")}}\n\n`;
}

const MARKS: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};
const escaped = (text: string) => text.replaceAll(/[\\{}$&%#_~^]/g, (mark) => MARKS[mark] ?? `\\${mark}`);

const counted = (runs: number) => `${runs} ${runs === 1 ? "run" : "runs"}`;
