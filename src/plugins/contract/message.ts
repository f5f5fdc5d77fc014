/** A message of a prompt as a runner gets it. */
export interface Message {
  role: "system" | "user" | "assistant";
  /** The text. */
  content: string;
  /**
   * The whole message where it has images or files: its texts, images and files in their order. `content` then is its texts
   * joined by line breaks. A runner gets it only if it declares their kinds in `inputs`.
   */
  parts?: readonly ContentPart[];
}

/** A message of a prompt as a benchmark gives it: a text, or texts, images and files in their order. */
export interface PromptMessage {
  role: Message["role"];
  content: string | readonly ContentPart[];
}

export type ContentPart = TextPart | ImagePart | FilePart;

export interface TextPart {
  type: "text";
  text: string;
}

export interface ImagePart {
  type: "image";
  /** E.g. `image/png`. */
  mediaType: string;
  /** The bytes as base64. */
  data: string;
}

export interface FilePart {
  type: "file";
  /** E.g. `application/pdf`. */
  mediaType: string;
  /** The name of the file, e.g. `report.pdf`. */
  name: string;
  /** The bytes as base64. */
  data: string;
}

/** What a message can have beside text. */
export type InputKind = "image" | "file";
