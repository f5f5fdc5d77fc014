/** The kinds of plugins for which there are templates: how one is used, and what its checks need. */
export const TEMPLATE_KINDS = {
  benchmark: {
    usage:
      "    npx paretograph run --benchmark __name__ --preview 3\n    npx paretograph run --benchmark __name__ --runner openai --endpoint http://127.0.0.1:8000 --model Qwen/Qwen3-8B",
    check: undefined,
  },
  runner: {
    usage:
      "    npx paretograph run --runner __name__ --endpoint http://127.0.0.1:8000 --model Qwen/Qwen3-8B --benchmark arithmetic",
    check: undefined,
  },
  metric: { usage: "    npx paretograph backfill", check: undefined },
  importer: { usage: "    npx paretograph import results.tally.json", check: { files: "test/files" } },
} as const;

export type TemplateKind = keyof typeof TEMPLATE_KINDS;
