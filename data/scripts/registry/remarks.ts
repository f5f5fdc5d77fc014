/** What a reader of a model's figures should know and the figures do not say. */
export const REMARKS: { slug: string; note: string }[] = [
  {
    slug: "HuggingFaceTB/SmolLM2-1.7B-Instruct",
    note:
      "Whether its embeddings are tied is not stated where its dimensions are from; they are counted as untied. " +
      "Tied, as those of the smaller SmolLM2 models are, it would have 1711376384 parameters.",
  },
];
