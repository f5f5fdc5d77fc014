export const ERRORS = {};
export const ENERGY_FACTORS = [0.72, 1.98] as const;
export const POWER_SHARES = { idle: 0.508, memory: 0.242, compute: 2.61 };
