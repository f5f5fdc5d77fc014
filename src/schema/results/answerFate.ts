import type { SampleFate } from "../../store/sampleFate.ts";
import { builder } from "../base/builder.ts";

export const AnswerFate = builder.enumType("AnswerFate", {
  description: "What became of an answer.",
  values: {
    RIGHT: { description: "It is right." },
    WRONG: { description: "It is wrong." },
    TRUNCATED: { description: "It was cut by a limit of tokens or time, and counts as wrong." },
    UNDECIDED: { description: "Nobody could say whether it is right. It counts as wrong." },
    ERROR: { description: "Its request or its grading failed. It is no part of the accuracy." },
  } satisfies Record<SampleFate, object>,
});
