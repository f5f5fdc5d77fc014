import type { TaskFile } from "./taskFile.ts";
import { readExpression, readTemplate, type TaskTemplate } from "./template.ts";

/** What is wrong with a field of a task file, and what is allowed. */
export interface FieldFault {
  at: (string | number)[];
  message: string;
}

/** The templates of a task file, read once. */
export interface TaskTemplates {
  /** The fields of a problem by their names, and its tags as `tags.subject`. */
  problem: ReadonlyMap<string, TaskTemplate>;
  /** The list of options, as an expression or a template for each. */
  options: ReturnType<typeof readExpression> | readonly TaskTemplate[] | null;
  prompt: TaskTemplate;
  shotAnswer: TaskTemplate;
  pattern: RegExp | null;
}

const NAMES_OF_PROMPT = ["question", "options", "tags", "subset", "language"];
const NAMES_OF_ANSWER = [...NAMES_OF_PROMPT, "expected", "solution"];
const BOXED = "{{ '\\\\boxed{' ~ expected ~ '}' }}";

/** Reads the templates of a task file, and says which of them are none. */
export function templatesOf({ problem, prompt, shots, answer }: TaskFile): {
  templates: TaskTemplates;
  faults: FieldFault[];
} {
  const faults: FieldFault[] = [];
  const attempt = <T>(at: FieldFault["at"], read: () => T): T => {
    try {
      return read();
    } catch (error) {
      faults.push({ at, message: `${(error as Error).message}` });
      // Where there is a fault, nothing of this is used.
      return undefined as T;
    }
  };
  const knowing = (names: readonly string[], source: string) => {
    const template = readTemplate(source);
    const other = [...template.names].find((name) => !names.includes(name));
    if (other === undefined) return template;
    throw new Error(`there is no "${other}" here, only ${names.join(", ")}`);
  };
  const { options, tags = {}, ...fields } = problem;
  const named = [
    ...Object.entries(fields).flatMap(([name, source]) => (source === undefined ? [] : [[name, source] as const])),
    ...Object.entries(tags).map(([tag, source]) => [`tags.${tag}`, source] as const),
  ];
  const templates: TaskTemplates = {
    problem: new Map(
      named.map(([name, source]) => [name, attempt(["problem", ...name.split(".")], () => readTemplate(source))]),
    ),
    options:
      options === undefined
        ? null
        : Array.isArray(options)
          ? options.map((one, i) => attempt(["problem", "options", i], () => readTemplate(one)))
          : attempt(["problem", "options"], () => readExpression(options)),
    prompt: attempt(["prompt"], () => knowing(NAMES_OF_PROMPT, prompt)),
    shotAnswer: attempt(["shots", "answer"], () => knowing(NAMES_OF_ANSWER, shots?.answer ?? BOXED)),
    pattern: answer.pattern ? attempt(["answer", "pattern"], () => new RegExp(answer.pattern!, "gimu")) : null,
  };
  return { templates, faults };
}
