import "./benchmark.ts";
import "./frontier.ts";
import "./hardware.ts";
import "./lab.ts";
import "./measure.ts";
import "./metric.ts";
import "./model.ts";
import "./plugin.ts";
import "./run.ts";
import "./runLists.ts";
import "./sample.ts";
import "./scalars.ts";
import "./startRun.ts";
import { builder } from "./builder.ts";

export const schema = builder.toSchema();
