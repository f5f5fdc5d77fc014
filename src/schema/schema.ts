import "./results/benchmark.ts";
import "./analyses/compare.ts";
import "./analyses/comparison.ts";
import "./analyses/deployment.ts";
import "./analyses/frontier.ts";
import "./results/hardware.ts";
import "./results/lab.ts";
import "./results/measure.ts";
import "./results/metric.ts";
import "./results/model.ts";
import "./analyses/modelCompute.ts";
import "./results/names.ts";
import "./operations/plugin.ts";
import "./results/problem.ts";
import "./results/run.ts";
import "./results/runLists.ts";
import "./results/sample.ts";
import "./results/tokenPrice.ts";
import "./analyses/saturation.ts";
import "./base/scalars.ts";
import "./operations/addModel.ts";
import "./operations/cancelRun.ts";
import "./operations/frontierChanged.ts";
import "./operations/heldSubmissions.ts";
import "./operations/regradeRun.ts";
import "./operations/rerunRun.ts";
import "./operations/resumeRun.ts";
import "./operations/retractRun.ts";
import "./operations/runProgress.ts";
import "./operations/startRun.ts";
import "./operations/submitRuns.ts";
import "./operations/tokenLink.ts";
import "./operations/tokens.ts";
import "./analyses/trajectory.ts";
import "./analyses/wrongAnswers.ts";
import { builder } from "./base/builder.ts";
import { withCheckedArguments } from "./base/checkedArguments.ts";
import { DIRECTIVES, withPageSizes } from "./base/cost.ts";
import { withStoredValues } from "./base/storedValues.ts";
import { KEY, SHAREABLE } from "./federation/directives.ts";
import { OWN_ENTITIES } from "./federation/ownEntities.ts";
import { asSubgraph } from "./federation/subgraph.ts";

const directives = [...DIRECTIVES, KEY, SHAREABLE];

export const schema = withPageSizes(
  withCheckedArguments(withStoredValues(asSubgraph(builder.toSchema({ directives }), OWN_ENTITIES))),
);
