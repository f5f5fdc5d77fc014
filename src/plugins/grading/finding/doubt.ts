/** An amount in prose, in digits or as a formula. */
const AMOUNT = "[$*\\\\({]*-?[\\d.,]*\\d[\\d}\\\\)$*%]*";
const UNIT = "(?:\\s*[a-zA-Z]+)?";
/** Words before an amount that make it a bound, a guess or what is denied. */
const BEFORE =
  /(?:\b(?:not|never|neither|nor|cannot|least|most|(?:more|less|fewer|greater|larger|smaller|bigger|higher|lower|rather|other|instead) than|over|under|above|below|exceed(?:s|ing)?|between|either|nearly|almost|up to|within|(?:might|may|could) be|maybe|perhaps|possibly|anything but|all but|except(?: for)?|(?:un)?defined (?:for|at)|depend(?:s|ing)? on|(?:very )?close to|near|minimum of|maximum of|rules out|nicht|pas)|n['’]t|不是|不等于|至少|最多|大于|小于|[<>≤≥≠]|\\(?:le|ge|ne|lt|gt)q?)(?:\s+be|\s+equal(?:s|\s+to)?|\s+simply|\s+just|\s+exactly|\s+or\s+equal\s+to)?(?:\s+an?|\s+the)?[\s$*(\\]*$/i;
const SECOND_OF_TWO = new RegExp(
  `(?:\\d[\\s$*)\\\\]*${UNIT}\\s*(?:\\bor\\b|\\band\\b|\\bto\\b|或|[-–—~]))[\\s$*(\\\\]*$`,
  "i",
);
const FIRST_OF_TWO = new RegExp(
  `^[\\s$*)\\\\]*${UNIT}\\s*(?:\\bor\\b|\\band\\b|\\bto\\b|\\bthrough\\b|或|[-–—~])\\s*${AMOUNT}`,
  "i",
);
const AFTER =
  /^(?:[xyznkabpqt](?![a-zA-Z'])|[\s$*)\\]*(?:times [a-z]\b|(?:if|unless)\s+\$?[b-z]\b|or (?:more|less|fewer|greater|higher|lower|so)|and (?:up|above)|\+(?!\s*[\d.#a-z(\\])|(?:is|was|does|do|would|will|can|could|must|should)(?:n['’]t| not|\s+never)|cannot|can't|(?:is|was|would be|must be|seems) (?:wrong|incorrect|impossible|too (?:large|small|high|low|many|much|big)|ruled out|excluded|invalid)))/i;

/** Whether an amount of a sentence is a bound, a guess, one of two or denied by the words around it. */
export function isDoubtful(before: string, after: string): boolean {
  const near = before.slice(-60);
  return (
    BEFORE.test(near) ||
    SECOND_OF_TWO.test(near) ||
    FIRST_OF_TWO.test(after.slice(0, 60)) ||
    AFTER.test(after.slice(0, 40))
  );
}
