import type { ImporterPlugin } from "../contract/importer.ts";
import { everyEvalEver } from "./every-eval-ever/importer.ts";
import { modelCards } from "./model-cards/importer.ts";
import { openRouter } from "./openrouter/importer.ts";
import { tables } from "./tables/importer.ts";

/** The importers that come with the package, in the order in which they are shown. */
export const BUILT_IN_IMPORTERS: readonly ImporterPlugin[] = [everyEvalEver, modelCards, openRouter, tables];
