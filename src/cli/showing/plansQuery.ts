import type { LoadInput } from "../../analysis/planning/load.ts";
import type { FrontierArguments } from "../../analysis/request/frontierRequest.ts";
import type { Ask, Data } from "../progress/ask.ts";

const QUERY = `
  query (
    $where: RunFilter, $objectives: [ObjectiveInput!], $constraints: [ConstraintInput!], $grain: CandidateGrain = MODEL,
    $asOf: Date, $on: DeploymentInput!, $betterThanChance: Boolean, $load: LoadInput!, $estimator: String
  ) {
    frontier(
      where: $where, objectives: $objectives, constraints: $constraints, grain: $grain, asOf: $asOf, on: $on,
      betterThanChance: $betterThanChance
    ) {
      dataVersion
      points {
        model { slug } mode operatingPoint { tokenCap votes }
        measures { metric { name } value low high }
        servingPlans(on: [$on], load: $load, estimator: $estimator) {
          deployment
          refusal { code message }
          plan {
            servedAs reason warnings machines accelerators replicas precision checkpoint batch
            tensorParallel attentionParallel pipelineParallel expertParallel utilisation meanRunning waitP95 ttftP95 itlP95
            promptTokens lengths { mean variation longest answerCount origin } joulesPerAnswer
            dollarsPerMonth { value low high } timeBasis estimator { name version meanError medianError measuredCount }
          }
        }
      }
    }
  }
`;

/** A point of a frontier with its plan on one machine, or why there is none. */
export interface PlannedRow {
  deployment: string;
  model: string;
  mode: string;
  accuracy: number | null;
  refusal: { code: string; message: string } | null;
  plan: Data | null;
}

/** The frontier on each machine in turn, with a plan of each of its points. Throws the error of a query that fails. */
export async function askPlans(
  ask: Ask,
  asked: FrontierArguments,
  machines: readonly object[],
  load: LoadInput,
  estimator: string | undefined,
): Promise<PlannedRow[]> {
  const rows: PlannedRow[] = [];
  for (const on of machines) {
    const { frontier } = await ask(QUERY, { ...asked, on, load, estimator });
    for (const { model, mode, measures, servingPlans } of frontier.points) {
      const accuracy = measures.find(({ metric }: Data) => metric.name === "accuracy")?.value ?? null;
      rows.push({ model: model.slug, mode, accuracy, ...servingPlans[0] });
    }
  }
  return rows;
}
