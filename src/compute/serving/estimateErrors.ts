import { ERRORS, ENERGY_FACTORS as FITTED_ENERGY_FACTORS } from "./profileErrors.ts";

/** The ends of the range that holds 95 % of the quotients of a measured value by its estimate. */
export type ErrorFactors = readonly [low: number, high: number];

/** How far estimates of the time per output token were off, for models that were left out of the fit. */
export interface CellError {
  /** The number of measured configurations. */
  rows: number;
  /** Mean and median of |estimate / measurement − 1|. */
  mean: number;
  median: number;
  /** 95 % of measured times are between these factors times their estimate. */
  factors: ErrorFactors;
}

/** The errors by engine and kind of model, and by accelerator too where there are enough measurements. */
export const CELLS: Readonly<Record<string, CellError>> = ERRORS;

/** The factors of estimated energy, from the half of ML.ENERGY's models that the shares of power were not fitted to. */
export const ENERGY_FACTORS: ErrorFactors = FITTED_ENERGY_FACTORS;

/** The factors of what is a constant divided by a quantity with the given ones. */
export const reciprocal = ([low, high]: ErrorFactors): ErrorFactors => [1 / high, 1 / low];
