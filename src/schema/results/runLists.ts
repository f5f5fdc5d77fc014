import { criteriaOf } from "../../store/filters/runFilter.ts";
import { pageRequest } from "../../store/reading/page.ts";
import { runKeyTypes } from "../../store/reading/runPages.ts";
import { builder } from "../base/builder.ts";
import { connectionOf } from "../base/connection.ts";
import { cost } from "../base/cost.ts";
import { LIVE } from "../base/followsFromData.ts";
import { Benchmark } from "./benchmark.ts";
import { Lab } from "./lab.ts";
import { Model } from "./model.ts";
import { keyOfRun, orderOf, Run, RunConnection, runListArguments } from "./run.ts";

/** The lists of runs that models, benchmarks and labs have: here, since runs refer to all three. */
const lists = [
  { of: Model, parent: "modelIds" },
  { of: Benchmark, parent: "benchmarkIds" },
  { of: Lab, parent: "labIds" },
] as const;

for (const { of, parent } of lists) {
  builder.objectField(of as typeof Model, "runs", (t) =>
    t.connection(
      {
        extensions: { ...cost({ weight: 20 }).extensions, ...LIVE },
        type: Run,
        description: "The runs that belong to it.",
        args: runListArguments,
        resolve: async ({ id }, { where, orderBy, ...page }, { loaders, catalogue }) => {
          const order = orderOf(orderBy, catalogue);
          const criteria = criteriaOf(where ?? {}, catalogue);
          const loader = loaders.runPages(parent, criteria, order, pageRequest(page, runKeyTypes(order)));
          return connectionOf(await loader.load(id), keyOfRun, () => loaders.runCounts(parent, criteria).load(id));
        },
      },
      RunConnection,
    ),
  );
}
