export const MIB = 1024 ** 2;

/** A value times the size of its unit, such as MiB as bytes; null where the value is null. */
export const scaled = (value: number | null, unit: number) => (value === null ? null : value * unit);
