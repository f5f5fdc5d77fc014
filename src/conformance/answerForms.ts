const fence = "```";

/** The ways in which models end an answer, from the answer as LaTeX and as it stands in prose. */
export const ANSWER_FORMS: Record<string, (latex: string, prose: string) => string> = {
  boxed: (latex) => `We add them up.\n\nSo we get $\\boxed{${latex}}$.`,
  "open box": (latex) => `So we get \\boxed{${latex}`,
  bold: (_, prose) => `We add up 3 and 4 of them.\n\nThe answer is **${prose}**.`,
  "bold label": (_, prose) => `We add them up.\n\n**Answer: ${prose}**`,
  "bold heading": (_, prose) => `We add them up.\n\n**Final Answer**\n\n${prose}`,
  italic: (_, prose) => `We add them up. The final answer is: *${prose}*.`,
  display: (latex) => `We look at 3 cases. Therefore the result is\n\\[\n${latex}.\n\\]\n`,
  dollars: (latex) => `### Answer\n\n$$\n${latex}\n$$`,
  sentence: (_, prose) => `First there are 3 cases. Therefore, the final answer is ${prose}.`,
  list: (_, prose) => `1. **First step**: take 3 of 4.\n2. **Second step**: turn them.\n\n- **Answer:** ${prose}`,
  JSON: (latex) => `${fence}json\n{"reasoning": "of 3 and 4", "answer": ${JSON.stringify(latex)}}\n${fence}`,
  tag: (_, prose) => `There are 3 cases.\n<answer>${prose}</answer>`,
  Chinese: (_, prose) => `一共有3种情况，所以答案是${prose}。`,
  German: (_, prose) => `Es gibt 3 Fälle. Die Antwort ist ${prose}.`,
  "trailing sentence": (_, prose) =>
    `The answer is ${prose}. I hope this helps! Let me know if you have 2 more questions.`,
};

/** The forms in which every answer can be written, whatever it is. */
const FOR_ANY = ["boxed", "bold", "bold label", "sentence", "JSON", "tag"] as const;

/** An answer as it stands in a sentence: mathematics between dollars, everything else as it is. */
export const asProse = (answer: string) => (/[\\^_{}]/.test(answer) ? `$${answer}$` : answer);

/** An answer in the forms in which models write any answer, and alone, by the name of the form. */
export function writtenForms(answer: string): [form: string, text: string][] {
  return [
    ["alone", answer],
    ...FOR_ANY.map((form): [string, string] => [form, ANSWER_FORMS[form]!(answer, asProse(answer))]),
  ];
}
