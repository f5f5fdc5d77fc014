/**
 * The units in which a table can state a figure, by the unit of our own that comes first: what the figure is multiplied by.
 * Figures whose unit is not listed are read as they stand.
 */
export const UNITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "1": { share: 1, percent: 0.01 },
  s: { s: 1, ms: 1e-3, us: 1e-6, min: 60, h: 3600 },
  USD: { USD: 1, cents: 0.01 },
  tokens: { tokens: 1, thousands: 1e3 },
  J: { J: 1, kJ: 1e3, Wh: 3600, kWh: 3.6e6 },
  W: { W: 1, kW: 1e3 },
  FLOP: { FLOP: 1, GFLOP: 1e9, TFLOP: 1e12, PFLOP: 1e15 },
  bytes: { bytes: 1, MB: 1e6, MiB: 2 ** 20, GB: 1e9, GiB: 2 ** 30 },
};

/** The units of a figure whose own unit is given, such as `s/problem`. */
export const unitsOf = (unit: string): Readonly<Record<string, number>> => UNITS[unit.split("/")[0]!] ?? {};
