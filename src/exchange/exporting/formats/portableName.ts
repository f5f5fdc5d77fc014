const RESERVED = /^(data$|(con|prn|aux|nul|com\d|lpt\d)(\.|$))/i;

/**
 * A name as one part of a path that every file system takes, by the rules of Every Eval Ever. Names that differ may become
 * the same.
 */
export function portableName(name: string): string {
  const portable = name.replaceAll(/[<>:"\\|?*/\p{Cc}]/gu, "_").replace(/[. ]+$/, "");
  return portable === "" || RESERVED.test(portable) ? `_${portable}` : portable;
}
