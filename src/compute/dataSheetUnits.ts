/** 10¹² operations a second, as data sheets give them. */
export const tera = (count: number) => count * 1e12;

/** Bytes a second of a rate in GB/s. */
export const gigabytes = (count: number) => count * 1e9;

/** Bytes of memory that a data sheet calls GB: memory is made in powers of two, so it is GiB. */
export const gibibytes = (count: number) => count * 2 ** 30;
