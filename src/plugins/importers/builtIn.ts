import type { ImporterPlugin } from "../contract/importer.ts";
import { inspectImporter } from "./inspect/importer.ts";
import { lmEvalImporter } from "./lm-eval/importer.ts";
import { nemoSkillsImporter } from "./nemo-skills/importer.ts";

/** The importers that come with the package, in the order in which they are shown. */
export const BUILT_IN_IMPORTERS: readonly ImporterPlugin[] = [lmEvalImporter, inspectImporter, nemoSkillsImporter];
