import { setTimeout } from "node:timers/promises";
import { Repeater } from "@repeaterjs/repeater";
import type { Frontier as FrontierRow } from "../../analysis/frontierPoint.ts";
import { type FrontierArguments, frontierRequest } from "../../analysis/request/frontierRequest.ts";
import { expectedFailure } from "../../errors/codedError.ts";
import { createLoaders } from "../../store/reading/loaders.ts";
import { Frontier, frontierOf } from "../analyses/frontier.ts";
import { FRONTIER_WEIGHT, frontierArguments } from "../analyses/frontierArguments.ts";
import { builder } from "../base/builder.ts";
import type { Context } from "../base/context.ts";
import { cost } from "../base/cost.ts";
import { DISTINCT } from "../base/distinct.ts";
import { whileHolds } from "./whileHolds.ts";

/** A frontier is computed anew at most this often, however often the data change. */
const EVERY_MS = 1000;

builder.subscriptionField("frontierChanged", (t) =>
  t.field({
    extensions: { ...cost({ weight: FRONTIER_WEIGHT }).extensions, ...DISTINCT },
    type: Frontier,
    description:
      "The frontier of these arguments now, and again whenever what is selected of it has changed: a change of the data that leaves it as it was sends nothing, and neither does another `dataVersion` alone. At most once a second, until the token with which it was asked ends.",
    args: frontierArguments,
    subscribe: (_, args, context) => {
      // What is wrong with the arguments is said before the stream begins.
      frontierRequest(args, context.catalogue);
      return whileHolds(frontiers(args, context), context.stillHolds);
    },
    resolve: (frontier: FrontierRow) => frontier,
  }),
);

/** The frontier of each version of the data that is looked at. */
function frontiers(args: FrontierArguments, context: Context): AsyncIterable<FrontierRow> {
  const { store, inTurn } = context;
  return new Repeater<FrontierRow>(async (push, stop) => {
    let hasEnded = false;
    const ended = stop.then(() => {
      hasEnded = true;
    });
    while (!hasEnded) {
      const version = store.version();
      try {
        const frontier = await inTurn(async () => {
          // The context is that of a request, and this one lasts: its rows are read anew.
          context.catalogue = await store.catalogue();
          context.loaders = createLoaders(store);
          return frontierOf(args, context);
        });
        await push(frontier);
      } catch (error) {
        const retryAfter = expectedFailure(error)?.retryAfter;
        if (retryAfter == null) return stop(error);
        // The caller's budget is used up, or too many wait: the frontier of a later version does as well.
        await Promise.race([ended, setTimeout(retryAfter * 1000, undefined, { ref: false })]);
        continue;
      }
      await Promise.race([
        ended,
        Promise.all([store.changedSince(version), setTimeout(EVERY_MS, undefined, { ref: false })]),
      ]);
    }
    stop();
  });
}
