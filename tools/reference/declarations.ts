// Reads the interfaces and type aliases of a module with their doc comments. TypeScript 7 has no stable API for this; the
// parser of Vite keeps every comment with its place.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "vite";

/** A field or method of a type. */
export interface Field {
  name: string;
  isOptional: boolean;
  /** The type as it is written, in one line; of a method its parameters and what it returns. */
  type: string;
  /** The doc comment in one paragraph; empty where there is none. */
  comment: string;
  /** The fields of an object that is written out in place, where some of them have comments of their own. */
  inner: Field[];
}

/** An exported interface or type alias. */
export interface Declaration {
  name: string;
  file: string;
  comment: string;
  /** The types that it extends, as they are written. */
  extended: string[];
  /** The fields of an interface, or of the schema that an alias follows from. */
  fields: Field[];
  /** The type that an alias stands for, as it is written; null for an interface. */
  alias: string | null;
}

/** What a module declares, and where the names come from that it imports from other files of this package. */
export interface Module {
  declarations: Map<string, Declaration>;
  imports: Map<string, string>;
}

/** A node of the syntax tree, of which only these fields are read. */
// biome-ignore lint/suspicious/noExplicitAny: the many kinds of nodes share no more than this.
type Node = { type: string; start: number; end: number } & Record<string, any>;

export function readModule(file: string): Module {
  const source = readFileSync(file, "utf8");
  const { program, comments } = parseSync(file, source, { lang: "ts" });
  const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
  const textOf = ({ start, end }: Node) => oneLine(withoutComments(source.slice(start, end)));

  /** The doc comment that ends where a node begins. */
  const commentOf = ({ start }: Node): string => {
    const before = comments.findLast(({ end }) => end <= start);
    if (before?.type !== "Block" || !before.value.startsWith("*")) return "";
    if (source.slice(before.end, start).trim() !== "") return "";
    return oneLine(before.value.slice(1).replace(/^\s*\*( |$)/gm, " "));
  };

  const fieldOf = (node: Node): Field => {
    const isMethod = node.type === "TSMethodSignature";
    const type = isMethod ? undefined : node.typeAnnotation?.typeAnnotation;
    const inner: Field[] = type?.type === "TSTypeLiteral" ? type.members.map(fieldOf) : [];
    return {
      name: node.key.name ?? node.key.value,
      isOptional: node.optional === true,
      type: isMethod
        ? textOf({ ...node, start: node.key.end } as Node)
            .replace(/^\?/, "")
            .replace(/;$/, "")
        : textOf(type),
      comment: commentOf(node),
      inner: inner.some(({ comment }) => comment !== "") ? inner : [],
    };
  };

  const declarations = new Map<string, Declaration>();
  const imports = new Map<string, string>();
  for (const statement of program.body as unknown as Node[]) {
    if (statement.type === "ImportDeclaration" && statement.source.value.startsWith(".")) {
      for (const { local } of statement.specifiers) {
        imports.set(local.name, join(dirname(file), statement.source.value));
      }
    }
    const declared: Node | undefined = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type !== "TSInterfaceDeclaration" && declared?.type !== "TSTypeAliasDeclaration") continue;
    const isInterface = declared.type === "TSInterfaceDeclaration";
    declarations.set(declared.id.name, {
      name: declared.id.name,
      file,
      comment: commentOf(statement),
      extended: isInterface ? (declared.extends ?? []).map(textOf) : [],
      fields: isInterface ? declared.body.body.map(fieldOf) : [],
      alias: isInterface ? null : textOf(declared.typeAnnotation).replace(/^\| /, ""),
    });
  }
  return { declarations, imports };
}

const withoutComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
