/** A message of a prompt as a runner gets it. */
export interface Message {
  /** Who speaks: the instructions, the one who asks, or the model. */
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
  /** Who speaks, as in `Message`. */
  role: Message["role"];
  /** The text, or its texts, images and files in their order. */
  content: string | readonly ContentPart[];
}

/** A piece of a message. */
export type ContentPart = TextPart | ImagePart | FilePart;

/** A text within a message. */
export interface TextPart {
  type: "text";
  /** The text itself. */
  text: string;
}

/** An image within a message. */
export interface ImagePart {
  type: "image";
  /** E.g. `image/png`. */
  mediaType: string;
  /** The bytes as base64. */
  data: string;
}

/** A file within a message. */
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
