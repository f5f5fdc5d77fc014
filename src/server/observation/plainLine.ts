import { printable } from "../../errors/printable.ts";

/**
 * A line of the log as a person reads it: the message, then the other fields, and of an error its stack. Control characters
 * are shown and not obeyed, and what follows a line break is indented, so that no message can pass for a second line.
 */
export function plainLine(json: string): string {
  const { level: _, time: _time, pid: _pid, msg, err, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const shown = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
  const text = [msg === messageOf(err) ? undefined : msg, ...shown].filter((part) => part !== undefined).join(" ");
  const whole = [text, ...stacksOf(err)].filter((part) => part !== "").join("\n");
  return printable(whole).replaceAll("\n", "\n    ");
}

interface WrittenError {
  message?: string;
  stack?: string;
  cause?: WrittenError;
}

const messageOf = (error: unknown) => (error as WrittenError | undefined)?.message;

function stacksOf(error: unknown): string[] {
  if (error === undefined) return [];
  const { message = "", stack = message, cause } = error as WrittenError;
  return [stack, ...stacksOf(cause).map((text) => `caused by ${text}`)];
}
