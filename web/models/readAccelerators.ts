import type { ModelCompute, Precision } from "../../src/apiClient/schema.ts";
import type { Result, Selection } from "../../src/apiClient/selection.ts";
import { client } from "../data/client.ts";

const COMPUTE = {
  ...{ fits: true, exceedsContext: true, precision: true, deploymentMemory: true, seconds: true, energy: true },
} as const satisfies Selection<ModelCompute>;

/** The smallest number of an accelerator that holds a model, with what an answer takes there. */
export type Holding = Result<ModelCompute, typeof COMPUTE> & {
  slug: string;
  name: string;
  count: number;
  /** The memory of all of them together, in bytes. */
  memory: number;
};

export interface ServingQuestion {
  model: string;
  promptTokens: number;
  outputTokens: number;
  batch: number;
  precision?: Precision | undefined;
}

/** The numbers of accelerators that serve together, of which the smallest that holds the model is taken. */
export const COUNTS = [1, 2, 4, 8];
/** How many questions are in flight at once. */
const AT_ONCE = 4;

/** Asks of each accelerator how many of it hold a model. Gives the list as it grows, and the names of those that do not hold it. */
export async function* readAccelerators(question: ServingQuestion, signal: AbortSignal) {
  const { accelerators } = await client.query(
    { accelerators: [{ first: 100 }, { nodes: { slug: true, name: true, dataSheet: { memory: true } } }] },
    { signal },
  );
  const open = accelerators.nodes.filter(({ dataSheet }) => dataSheet !== null);
  const total = open.length;
  const holding: Holding[] = [];
  const tooSmall: string[] = [];
  while (open.length > 0) {
    await Promise.all(
      open.splice(0, AT_ONCE).map(async ({ slug, name, dataSheet }) => {
        const found = await smallestThatHolds(slug, question, signal);
        if (found) holding.push({ ...found, slug, name, memory: dataSheet!.memory * found.count });
        else tooSmall.push(slug);
      }),
    );
    holding.sort((a, b) => a.count - b.count || (a.seconds ?? Infinity) - (b.seconds ?? Infinity));
    yield { holding: [...holding], tooSmall: [...tooSmall], isWhole: holding.length + tooSmall.length === total };
  }
}

async function smallestThatHolds(hardware: string, question: ServingQuestion, signal: AbortSignal) {
  const { model: slug, promptTokens, outputTokens, batch, precision } = question;
  for (const count of COUNTS) {
    const on = { hardware, count, batch, ...(precision && { precision }) };
    const { model } = await client.query(
      { model: [{ slug }, { compute: [{ promptTokens, outputTokens, on }, COMPUTE] }] },
      { signal },
    );
    if (model?.compute?.fits) return { ...model.compute, count };
  }
  return null;
}
