import type { Api } from "../test/support/api.ts";

/** A row of the table of benchmarks in README.md: its cells are the names, candidates, candidates with samples, models. */
const ROW = /^\| ((?:`[\w-]+`(?:, )?)+)( together)? \| .*$|^\| (all five together) \| .*$/gm;

const PAPER = ["gsm8k", "math500", "aime25", "hmmt-feb25", "gpqa-diamond"];

/** The text of README.md with the figures of its table of benchmarks as the API gives them. */
export async function withCoverage(text: string, api: Pick<Api, "data">): Promise<string> {
  let written = text;
  for (const [row, names, , all] of text.matchAll(ROW)) {
    const benchmarks = all ? PAPER : names!.split(", ").map((name) => name.slice(1, -1));
    if (!benchmarks.every((benchmark) => PAPER.includes(benchmark))) continue;
    const { frontier } = await api.data(
      `query ($benchmark: [String!]) { frontier(where: { benchmark: $benchmark }) {
        candidateCount sampledCount points { model { slug } } dominated(first: 100) { edges { node { model { slug } } } } } }`,
      { benchmark: benchmarks },
    );
    const points = [...frontier.points, ...frontier.dominated.edges.map(({ node }: { node: unknown }) => node)];
    const models = new Set(points.map(({ model }: { model: { slug: string } }) => model.slug)).size;
    const label = row.split(" | ")[0];
    written = written.replace(row, `${label} | ${frontier.candidateCount} | ${frontier.sampledCount} | ${models} |`);
  }
  return written;
}
