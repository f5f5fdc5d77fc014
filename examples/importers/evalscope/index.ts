import { evalscopePerf } from "./perf.ts";
import { evalscope } from "./report.ts";

export default [evalscope, evalscopePerf];
