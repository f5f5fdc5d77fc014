/**
 * Where a member of a JSON object stands in the object's text. Texts here are bytes read as latin1, so that a position is
 * that of a byte and every byte that is not changed stays as it was.
 */
interface Member {
  name: string;
  /** Where its name begins, with the quotation mark. */
  from: number;
  valueFrom: number;
  valueTo: number;
}

/** The text of an object with a member set to a value, in the place of the member of that name if there is one. */
export function withMember(text: string, name: string, value: string): string {
  const members = membersOf(text);
  const present = members.findLast((one) => one.name === name);
  if (present) return text.slice(0, present.valueFrom) + value + text.slice(present.valueTo);
  const end = members.at(-1)?.valueTo ?? text.indexOf("{") + 1;
  const separator = members.length > 0 ? "," : "";
  return `${text.slice(0, end)}${separator}${JSON.stringify(name)}:${value}${text.slice(end)}`;
}

/** The text of an object without a member, as a writer that leaves it out would have written the rest. */
export function withoutMember(text: string, name: string): string {
  const members = membersOf(text);
  const at = members.findLastIndex((one) => one.name === name);
  if (at === -1) return text;
  const { from, valueTo } = members[at]!;
  if (at > 0) return text.slice(0, members[at - 1]!.valueTo) + text.slice(valueTo);
  const next = members[at + 1];
  return text.slice(0, from) + text.slice(next ? next.from : valueTo);
}

/** The text of a member's value; undefined where the object has none of that name. */
export function valueTextOf(text: string, name: string): string | undefined {
  const found = membersOf(text).findLast((one) => one.name === name);
  return found && text.slice(found.valueFrom, found.valueTo);
}

/** The members at the first level of an object, whose text is known to be JSON. */
function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let at = afterSpace(text, text.indexOf("{") + 1);
  while (text[at] === '"') {
    const from = at;
    const nameTo = endOfString(text, at);
    const valueFrom = afterSpace(text, text.indexOf(":", nameTo) + 1);
    const valueTo = endOfValue(text, valueFrom);
    members.push({ name: JSON.parse(text.slice(from, nameTo)), from, valueFrom, valueTo });
    at = afterSpace(text, valueTo);
    if (text[at] !== ",") break;
    at = afterSpace(text, at + 1);
  }
  return members;
}

function afterSpace(text: string, at: number): number {
  let end = at;
  while (" \t\n\r".includes(text[end] ?? "x")) end++;
  return end;
}

/** The position after the string that begins here. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  if (text[from] !== "{" && text[from] !== "[") {
    const end = /[\s,}\]]/g;
    end.lastIndex = from;
    return end.exec(text)?.index ?? text.length;
  }
  const next = /["{}[\]]/g;
  let depth = 0;
  next.lastIndex = from;
  for (let found = next.exec(text); found; found = next.exec(text)) {
    const [mark] = found;
    if (mark === '"') next.lastIndex = endOfString(text, found.index);
    else if (mark === "{" || mark === "[") depth++;
    else if (--depth === 0) return found.index + 1;
  }
  return text.length;
}
