import type { FrontierPicture } from "./picture.ts";
import { breakLines, textWidth } from "./textLines.ts";

const FONT_SIZE = 11;

/** What stands below a picture, in lines of its width: sources and licences, the version of the data, and its note. */
export function captionOf({ sources, dataVersion, note }: FrontierPicture, width: number): string[] {
  const length = Math.floor((width - 40) / textWidth("m", FONT_SIZE));
  const text = [
    ...(sources.length > 0 ? [`Sources: ${sources.join("; ")}.`] : []),
    `Data version ${dataVersion}.${note ? ` ${note}` : ""}`,
  ];
  return text.flatMap((line) => breakLines(line, length));
}
