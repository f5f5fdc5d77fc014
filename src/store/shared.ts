import { Ending } from "./database/ending.ts";
import { requestEnding, runWithin, untilEnded } from "./database/requestScope.ts";

/**
 * A computation that requests share. It ends when no request waits for it any more, and what was ended or failed is not
 * kept: the next call computes anew.
 */
export function shared<Result>(
  compute: () => Promise<Result>,
  onDropped: () => void = () => {},
): () => Promise<Result> {
  let under: { result: Promise<Result>; waiting: number; ending: Ending } | undefined;

  const begin = () => {
    const ending = new Ending();
    const begun = { result: runWithin(ending, compute), waiting: 0, ending };
    begun.result.catch(() => {
      if (under === begun) drop();
    });
    return begun;
  };
  const drop = () => {
    under = undefined;
    onDropped();
  };
  return () => {
    under ??= begin();
    const mine = under;
    mine.waiting++;
    const leave = () => {
      mine.waiting--;
      if (mine.waiting > 0) return;
      if (under === mine) drop();
      mine.ending.end(requestEnding()?.reason);
    };
    // The callers outside requests never leave.
    return untilEnded(mine.result, requestEnding(), leave);
  };
}
