// `paretograph/frontier`: the mathematics of frontiers, pure functions of numbers.

// The choice of a point.
export { best, type Values } from "../frontier/choice/best.ts";
export { type Constraint, meetsAll } from "../frontier/choice/constraint.ts";
export { efficiency } from "../frontier/choice/efficiency.ts";
export { type BandPoint, frontierBand } from "../frontier/choice/frontierBand.ts";
export { knee } from "../frontier/choice/knee.ts";
export { marginalGains } from "../frontier/choice/marginalGain.ts";
export { membership } from "../frontier/choice/membership.ts";
export type { Points } from "../frontier/dominance/costs.ts";
// Dominance.
export { dominates, paretoFrontier } from "../frontier/dominance/dominance.ts";
export { dominators } from "../frontier/dominance/dominators.ts";
export { epsilonFrontier } from "../frontier/dominance/epsilonDominance.ts";
export { paretoLayers } from "../frontier/dominance/layers.ts";
export { readingOrder } from "../frontier/dominance/order.ts";
// Hypervolume.
export {
  hypervolume,
  hypervolumeUpTo,
  normalizedHypervolume,
  referencePoint,
} from "../frontier/hypervolume/hypervolume.ts";
export { axisBounds, type Bounds, scaleToUnit } from "../frontier/hypervolume/scaling.ts";
// Metrics and objectives.
export { createMetricCatalogue, type MetricCatalogue } from "../frontier/metricCatalogue.ts";
export { type BuiltInMetricName, type Direction, METRICS, type Metric, metricNamed } from "../frontier/metrics.ts";
export { type Axis, hasPlace, type Objective, objectiveOf } from "../frontier/objective.ts";
// Intervals, the bootstrap and trends.
export { bootstrapMeanInterval } from "../frontier/statistics/bootstrapInterval.ts";
export { type ClusteredMean, clusteredMean } from "../frontier/statistics/clusteredMean.ts";
export { accuracyInterval, type Interval, meanInterval, wilsonInterval } from "../frontier/statistics/intervals.ts";
export { type PercentileInterval, percentileInterval } from "../frontier/statistics/percentileInterval.ts";
export { type ResamplingInput, resample, type Stratum } from "../frontier/statistics/resampling.ts";
export { type Spread, type StatedErrors, spreadOf } from "../frontier/statistics/statedErrors.ts";
export {
  type HalvingTime,
  halvingTime,
  linearTrend,
  type Trend,
  type TrendPoint,
} from "../frontier/statistics/trend.ts";
// Studies of a whole frontier.
export { accuracyWithin, type BudgetTable, budgetTables } from "../frontier/studies/budgetTable.ts";
export { accuracyAt, type BudgetedAccuracy, type SaturatingCurve } from "../frontier/studies/saturatingCurve.ts";
export { fitSaturation, type Saturation } from "../frontier/studies/saturation.ts";
export {
  type ResampledSaturation,
  resampledSaturation,
  type SaturationInput,
} from "../frontier/studies/saturationInterval.ts";
export { type DatedCandidate, type TrajectoryStep, trajectory } from "../frontier/studies/trajectory.ts";
// Test-time compute: pass@k, majority votes, token caps and cascades.
export { type CascadeValue, cascade } from "../frontier/testTimeCompute/cascade.ts";
export { type Ballot, majorityVote, voteForOption } from "../frontier/testTimeCompute/majorityVote.ts";
export { passAtK, type Verdict } from "../frontier/testTimeCompute/passAtK.ts";
export { bestOfCurve, cappedMajorityCurve, majorityCurve } from "../frontier/testTimeCompute/repeatedAnswers.ts";
export type { OperatingPoint, OperatingPointValue, SampledAnswer } from "../frontier/testTimeCompute/sampledAnswers.ts";
export { type CostAtCap, cappedCurve, defaultTokenCaps } from "../frontier/testTimeCompute/tokenCaps.ts";
