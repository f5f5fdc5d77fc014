import { eq } from "drizzle-orm";
import { recordRuns } from "../../src/recording/record.ts";
import { type RunSubmissionInput, runSubmission } from "../../src/recording/submitted/submission.ts";
import type { Store } from "../../src/store/store.ts";
import { benchmarks, hardware, labs, models } from "../../src/store/tables.ts";

/** Two benchmarks, three models (one closed, without an architecture) and a lab: enough to see every rule at work. */
export async function fillSmallStore(store: Store): Promise<void> {
  await store.drizzle.insert(labs).values([
    { slug: "lab-a", name: "Lab A" },
    { slug: "lab-b", name: "Lab B" },
  ]);
  await store.drizzle.insert(hardware).values({ slug: "h100", name: "H100", vendor: "NVIDIA" });
  await store.drizzle.insert(benchmarks).values([
    {
      slug: "sums",
      name: "Sums",
      version: "1",
      problemCount: 4,
      promptTokens: 100,
      promptTokensSource: "measured by Lab A",
    },
    { slug: "proofs", name: "Proofs", version: "1", problemCount: 2 },
  ]);
  await store.drizzle.insert(models).values([
    {
      slug: "acme/small",
      name: "Small",
      openWeights: true,
      architecture: "DENSE",
      releasedOn: "2024-01-01",
      config: CONFIG,
    },
    {
      slug: "acme/large",
      name: "Large",
      openWeights: true,
      architecture: "DENSE",
      releasedOn: "2025-01-01",
      config: LARGE,
    },
    { slug: "closed/best", name: "Best", openWeights: false },
  ]);
  await store.drizzle.update(benchmarks).set({ subsetOf: 1 }).where(eq(benchmarks.slug, "proofs"));
  await store.refresh();
}

/** The config of `acme/small`. */
export const CONFIG = {
  model_type: "llama",
  hidden_size: 64,
  intermediate_size: 128,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  num_hidden_layers: 2,
  vocab_size: 1000,
  tie_word_embeddings: false,
  max_position_embeddings: 4096,
};
const LARGE = { ...CONFIG, hidden_size: 256, intermediate_size: 512, num_hidden_layers: 4 };

/** Records one run of `acme/small` on `sums` by `lab-a`, with what is given instead. */
export async function recordRun(store: Store, run: Partial<RunSubmissionInput>): Promise<string> {
  const submission = runSubmission.parse({ model: "acme/small", benchmark: "sums", lab: "lab-a", ...run });
  const [hash] = await recordRuns(store, [submission]);
  return hash!;
}
