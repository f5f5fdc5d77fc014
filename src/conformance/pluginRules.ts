import type { Rule } from "./conformanceCase.ts";

const read = "docs/benchmarks.md#plugins";

/** What every plugin must keep to. */
export const PLUGIN_RULES = {
  CONTRACT_NOT_MET: {
    area: "contract",
    holds: "it has every field that the contract asks for, and is written for this major version of it",
    why: "A plugin that lacks something is left out when a server starts.",
    read,
  },
  NAME_LOOKS_BUILT_IN: {
    area: "contract",
    holds: "its name cannot be taken for that of a built-in plugin",
    why: "Who reads `math-500` in a table takes it for `math500`, and compares what cannot be compared.",
    read,
    isAdvice: true,
  },
  OPTIONS_NOT_SOUND: {
    area: "options",
    holds: "its options are a schema that JSON can describe, whose defaults it accepts itself",
    why: "The API shows the options as JSON Schema, and a run records them as they were checked: checked again they must be the same.",
    read,
  },
  OPTION_NOT_THERE: {
    area: "options",
    holds: "each option that it names elsewhere (callerOptions, problemOptions) is one of its options",
    why: "A name that is misspelt closes an option to callers, or pools results of different problems.",
    read,
  },
  OPTIONS_TAKE_ANYTHING: {
    area: "options",
    holds: "an option that it does not have is refused",
    why: "A misspelt option is otherwise passed over in silence, and the run is another than was asked for: use z.strictObject.",
    read,
    isAdvice: true,
  },
} satisfies Record<string, Rule>;
