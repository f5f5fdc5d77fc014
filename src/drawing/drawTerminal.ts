import { styleText } from "node:util";
import { plainText } from "./escape.ts";
import { ANSWER_SHARES, type AnswerShare, type FrontierPicture, type PicturePoint } from "./picture.ts";
import { plotCharacters } from "./plotCharacters.ts";
import { fitTable, type TableColumn } from "./table.ts";
import { breakLines } from "./textLines.ts";
import { axisTitle, inSentence, writeBare, writeEstimate, writeNumber, writePercent } from "./writeValue.ts";

const NARROWEST = 40;

const MEMBERSHIP = "membership";
const GAIN = "gain";

/** The letters of the points in the plot. */
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Draws a frontier as text for a terminal: a table of its points, and a plot of the candidates in which each point of
 * the frontier is a letter of the table. No line is wider than the columns, of which there are at least 40.
 *
 * @param styled whether the terminal understands bold and faint type.
 */
export function drawTerminal(picture: FrontierPicture, columns: number, styled = false): string {
  const width = Math.max(NARROWEST, Math.floor(columns));
  const style = (kind: "bold" | "dim", text: string) =>
    styled ? styleText(kind, plainText(text), { validateStream: false }) : plainText(text);
  const shown = picture.points.filter(({ onFrontier }) => onFrontier);
  const letterOf = new Map(shown.map((point, i) => [point, LETTERS[i] ?? "●"]));
  const [header, ...rows] = fitTable(tableColumns(picture, shown, letterOf), shown, width);
  const caption = [
    `${shown.length} of ${picture.points.length} candidates are on the frontier.`,
    ...(picture.points.some(({ estimated }) => estimated) ? ["~ is estimated."] : []),
    ...explainColumns(picture, header!),
    ...(picture.sources.length > 0 ? [`Sources: ${picture.sources.join("; ")}.`] : []),
    `Data version ${picture.dataVersion}.${picture.note ? ` ${picture.note}` : ""}`,
  ];
  return [
    ...breakLines(picture.title, width).map((line) => style("bold", line)),
    "",
    style("bold", header!),
    ...rows.map(plainText),
    "",
    ...plotCharacters(picture, letterOf, width).map(plainText),
    "",
    ...breakLines(caption.join(" "), width).map((line) => style("dim", line)),
  ].join("\n");
}

/** Explains the columns that have room in the header. */
function explainColumns({ x, y }: FrontierPicture, header: string): string[] {
  const unit = y.unit === "1" ? "points" : y.unit;
  const gain = `${unit} of ${inSentence(y.title)} for each tenfold of ${inSentence(x.title)} since the point before`;
  return [
    ...(header.includes(MEMBERSHIP)
      ? ["Membership: the share of resamples of the problems in which it is on it."]
      : []),
    ...(header.includes(ANSWER_SHARES.judged_share)
      ? ["By parse, by judge: the shares of answers that each decided."]
      : []),
    ...(header.endsWith(GAIN) ? [`Gain: ${gain}.`] : []),
  ];
}

/** Returns the columns of the table. Those with a higher `droppable` are left out first if the terminal is narrow. */
function tableColumns(
  { x, y }: FrontierPicture,
  shown: readonly PicturePoint[],
  letterOf: Map<PicturePoint, string>,
): TableColumn<PicturePoint>[] {
  const value = (axis: "x" | "y", unit: string) => (point: PicturePoint) =>
    `${point.estimated && axis === "x" ? "~" : ""}` +
    writeEstimate(point[axis], point[`${axis}Low`], point[`${axis}High`], unit);
  return [
    { title: "", write: (point) => letterOf.get(point)! },
    { title: "model", write: ({ model }) => model, cuttable: true },
    { title: "mode", write: ({ mode }) => mode, cuttable: true },
    { title: inSentence(axisTitle(y)), write: value("y", y.unit) },
    { title: inSentence(axisTitle(x)), write: value("x", x.unit) },
    ...shareColumns(shown),
    {
      title: MEMBERSHIP,
      write: ({ membership }) => (membership === null ? "unknown" : writePercent(membership)),
      droppable: 1,
    },
    {
      title: GAIN,
      write: ({ marginalGain }) => (marginalGain === null ? "" : writeGain(marginalGain, y.unit)),
      droppable: 2,
    },
  ];
}

/** The order in which shares stay where there is little room: what is undecided matters most. */
const STAY: AnswerShare[] = ["undecided_share", "error_share", "judged_share", "parsed_share"];

/** A column for each share of answers that any of the points has, with a dash where it is not known. */
function shareColumns(shown: readonly PicturePoint[]): TableColumn<PicturePoint>[] {
  return (Object.entries(ANSWER_SHARES) as [AnswerShare, string][])
    .filter(([name]) => shown.some(({ shares }) => shares?.[name] !== undefined))
    .map(([name, title]) => ({
      title,
      write: ({ shares }) => (shares?.[name] === undefined ? "—" : writeBare(shares[name], "1")),
      droppable: 3 + STAY.indexOf(name),
    }));
}

/** Writes a gain. That of a share is in points, which are hundredths. */
function writeGain(gain: number, unit: string): string {
  return unit === "1" ? (100 * gain).toFixed(1) : writeNumber(gain);
}
