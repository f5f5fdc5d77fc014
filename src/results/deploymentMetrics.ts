/** What a deployment decides, beside the answer itself: how each follows the tokens of the answer. */
const DEPLOYMENT_METRICS = {
  latency: "per answer",
  ttft: "set",
  throughput: "set",
  gpu_time: "per answer",
  gpu_memory: "set",
  energy: "per answer",
  cost: "per answer",
  energy_per_token: "set",
  inter_token_latency: "set",
  inter_token_latency_p99: "set",
  power: "set",
  batch: "set",
} as const;

export type DeploymentMetric = keyof typeof DEPLOYMENT_METRICS;

/** Whether a metric is taken from the deployment where a frontier is asked on one. */
export function isDeploymentMetric(metric: string): metric is DeploymentMetric {
  return metric in DEPLOYMENT_METRICS;
}

/** Whether a metric of a deployment is the same for a short answer and a long one. */
export function isSetByDeployment(metric: DeploymentMetric): boolean {
  return DEPLOYMENT_METRICS[metric] === "set";
}
