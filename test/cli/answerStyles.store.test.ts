import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commandFolder, run } from "./command.ts";

const FENCE = "```";
/** Ten styles in which models end an answer, from the answer as LaTeX and as it stands in prose. */
const STYLES: ((latex: string, prose: string) => string)[] = [
  (latex) => `So we get $\\boxed{${latex}}$.`,
  (_, prose) => `We add 3 and 4.\n\nThe answer is **${prose}**.`,
  (latex) => `Therefore the answer is\n\\[\n${latex}.\n\\]\n`,
  (_, prose) => `First there are 3 cases. Therefore, the final answer is ${prose}.`,
  (_, prose) => `1. **First step**: take 3.\n2. **Second step**: turn it.\n\n- **Answer:** ${prose}`,
  (latex) => `${FENCE}json\n{"reasoning": "of 3", "answer": ${JSON.stringify(latex)}}\n${FENCE}`,
  (latex, prose) => (/^[\d.]+$/.test(latex) ? `The answer is ${latex} units.` : `**Answer: ${prose}**`),
  (_, prose) => `一共有3种情况，所以答案是${prose}。`,
  (latex, prose) => (/^[A-D]$/.test(latex) ? `The answer is ${latex.toLowerCase()}` : `the answer is ${prose}`),
  (_, prose) => `The answer is ${prose}. I hope this helps! Let me know if you have 2 more questions.`,
];
const NUMBERS = [18, 3, 70000, 540, 20, 64, 260, 160, 45, 366];
const MATHEMATICS = String.raw`\frac{3}{4}
2\sqrt{3}
(3, \frac{\pi}{2})
x^2 + 2x + 1
6 - 5i
[1, 4)
-12
\{1, 5\}
\frac{9\pi}{2}
42`.split("\n");

/** The answer to each question that the stand-in knows. */
const answers = new Map<string, string>();
const asked = (answer: string | number, at: number, name: string) => {
  const question = `What is number ${at} of ${name}, exactly?`;
  answers.set(question, String(answer));
  return question;
};
const csv = (cells: string[]) => cells.map((cell) => `"${cell}"`).join(",");
const DATA: [benchmark: string, file: string, lines: () => string[]][] = [
  [
    "gsm8k",
    "gsm8k.jsonl",
    () => NUMBERS.map((n, at) => JSON.stringify({ question: asked(n, at, "gsm8k"), answer: `so\n#### ${n}` })),
  ],
  [
    "aime25",
    "aime25.jsonl",
    () => NUMBERS.map((n, at) => JSON.stringify({ id: at, problem: asked(n, at, "aime25"), answer: String(n) })),
  ],
  [
    "math500",
    "math500.jsonl",
    () =>
      MATHEMATICS.map((answer, at) =>
        JSON.stringify({
          unique_id: `${at}`,
          problem: asked(answer, at, "math500"),
          answer,
          subject: "Algebra",
          level: 1,
        }),
      ),
  ],
  [
    "hmmt-feb25",
    "hmmt.jsonl",
    () =>
      MATHEMATICS.map((answer, at) =>
        JSON.stringify({ problem_idx: at, problem: asked(answer, at, "hmmt"), answer, problem_type: ["Algebra"] }),
      ),
  ],
  [
    "gpqa-diamond",
    "gpqa.csv",
    () => [
      csv("Record ID,Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2,Incorrect Answer 3".split(",")),
      ...NUMBERS.map((n, at) => csv([`r${at}`, asked(`${n} metres`, at, "gpqa"), `${n} metres`, "no", "some", "all"])),
    ],
  ],
];

const engine = createServer(async (request, response) => {
  if (request.url === "/v1/models") {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ object: "list", data: [{ id: "sage", object: "model", owned_by: "test" }] }));
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const prompt: string = JSON.parse(body).messages.at(-1).content;
  response.writeHead(200, { "content-type": "text/event-stream" });
  const choice = (delta: object, finish_reason: string | null) =>
    response.write(
      `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", model: "sage", choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
    );
  choice({ role: "assistant", content: answerTo(prompt) }, null);
  choice({}, "stop");
  response.end("data: [DONE]\n\n");
});

/** Answers right, each problem in another style. */
function answerTo(prompt: string): string {
  const question = /What is number (\d+) of .*?exactly\?/.exec(prompt);
  const terms = prompt.replaceAll(" ", "").match(/[+-]?\d+/g) ?? [];
  const gold = question ? answers.get(question[0])! : String(terms.reduce((sum, term) => sum + Number(term), 0));
  const letter = prompt
    .split("\n")
    .find((line) => line.endsWith(`) ${gold}`))
    ?.charAt(1);
  const latex = letter ?? gold;
  const style = question ? Number(question[1]) : styled++;
  return STYLES[style % STYLES.length]!(latex, /^(?:-?[\d.]+|[A-D])$/.test(latex) ? latex : `$${latex}$`);
}
let styled = 0;

beforeAll(() => new Promise<void>((resolve) => engine.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  engine.closeAllConnections();
  engine.close();
});

describe("an engine that is always right, in ten styles", () => {
  it.each([...DATA, ["arithmetic", "", () => []] as const])(
    "is graded right on %s",
    {
      timeout: 240_000,
    },
    async (benchmark, file, lines) => {
      const data = join(commandFolder(), file);
      if (file) writeFileSync(data, `${lines().join("\n")}\n`);
      const { stderr } = await run([
        ...["run", "--model", "Qwen/Qwen3-8B", "--benchmark", benchmark, "--runner", "openai"],
        ...["--endpoint", `http://127.0.0.1:${(engine.address() as AddressInfo).port}`, "--repeats", "1"],
        ...["--concurrency", "1", ...(file ? ["--data", data] : ["--limit", "10"])],
      ]).ended;
      expect(stderr).toMatch(/Run \d+: SUCCEEDED, 10 answers, 100\.0 % right/);
    },
  );
});
