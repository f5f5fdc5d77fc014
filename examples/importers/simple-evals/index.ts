import { openaiEvals } from "./openaiEvals.ts";
import { simpleEvals } from "./simpleEvals.ts";
import { simpleEvalsRu } from "./simpleEvalsRu.ts";

export default [simpleEvals, simpleEvalsRu, openaiEvals];
