/**
 * Whether a text was cut off before its end, by the limit of tokens (`length`) or of time (`timeout`). Such a text is no
 * answer, even where it mentions one: what came next is not known.
 *
 * @param finishReason as the engine gives it; null or undefined where it is not known.
 */
export function isCutOff(finishReason: string | null | undefined): boolean {
  return finishReason === "length" || finishReason === "timeout";
}
