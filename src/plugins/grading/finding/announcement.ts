import { sentencesOf, withoutEmphasis } from "./prose.ts";

/** An answer that a text announces: the text from there to the end of its sentence. */
export interface Announced {
  sentence: string;
  /** Whatever the text says after it. */
  after: string;
}

const IS =
  "(?:\\s*\\bis(?:n't| not| never)?\\b(?:\\s+(?:therefore|thus|then|hence|indeed|definitely|certainly|obviously|most likely|likely|probably|simply|just|clearly|actually|given by|equal to))?|\\s*\\b(?:are|was|becomes?|remains|equals|reads|(?:would|should|must|will|can|could|might|may|cannot|can't|has to|ought to|turns out to|comes? out to|seems to|appears to)(?:\\s+not)?(?:\\s+(?:then|thus|therefore))?\\s+be|comes? (?:out )?(?:to|as)|turns out to be)\\b|\\s*(?:→|->|⇒|=>|:|：|=|-(?=\\s)|–|—))";
const MARKS = '[*_`"”\\s]{0,4}';
/** Ways to announce an answer. Those in the second list also introduce a result on the way, so they count only at the end. */
const ANNOUNCEMENTS = [
  `\\banswer\\b(?:\\s*\\([^()\\n]{0,40}\\))?(?:\\s+(?:to|for|of|in|as)\\b[^.:：=\\n]{0,80}?)?(?:,\\s*(?:then|therefore|thus|of course|finally)\\s*,)?${MARKS}${IS}\\s*[:：]?\\s*`,
  "\\b(?:final|correct) answer\\b[*_:#\\s]*(?:\\n\\s*|(?=\\\\\\[|\\$\\$))|^[\\W_]*(?:the )?answer[*_:#\\s]*(?:\\n\\s*|(?=\\\\\\[|\\$\\$))",
  "^[\\W_]*(?:A:|Ans[.:])\\s*|####\\s*",
  `\\b(?:Die |Meine )?(?:(?:richtige|korrekte|endgültige|finale) )?(?:Endantwort|Antwort|Lösung|Endergebnis)${MARKS}(?:\\s*(?:ist|lautet|wäre|beträgt)(?: also| daher| somit)?\\b|\\s*:)(?:\\s+(?:also|daher|nicht)\\b)?\\s*:?\\s*`,
  `\\b(?:réponse|respuesta|risposta|resposta|solución|solution finale)(?:\\s+(?:finale?|correcta?|correcte|correta|certa|corretta|bonne|definitiva))?${MARKS}(?:\\s*(?:est|es|sería|serait|é|è)(?![\\wà-ÿ])|\\s*[:：])\\s*:?\\s*`,
  "(?:正确|最终|最后|所以|因此|本题)?的?(?:答案|答え|正解|解答)(?:应该|应当|应|就)?\\s*(?:(?:是|为|為|は|選|选)\\s*[:：]?|[:：])\\s*(?:选项|選択肢)?\\s*|(?:^|(?<=[。\\n]))\\s*答\\s*[:：]\\s*|(?:(?:故选|应选|選択(?!肢)|정답은|답은)\\s*[:：]?|(?:정답|답)\\s*[:：])\\s*",
  "^[\\W_]*(?:Odpowiedź|Odpověď|Cevap|Yanıt|Đáp án|Jawaban|Vastaus|Svar|Antwoord|Răspuns|Válasz|Απάντηση|الجواب(?: النهائي)?|الإجابة(?: النهائية)?|उत्तर|คำตอบ)[*_\\s]*[:：]\\s*",
  "(?:^|(?<=[.\\n]))[\\W_]*(?:Đáp án(?: đúng)?(?: là|\\s*:)|Doğru cevap\\s*:?|Richtig ist)\\s*:?\\s*",
  `(?<![а-яё])(?:правильный |верный )?(?:ответ|otvet)${MARKS}\\s*(?:[:：—–-]|равен|это)\\s*`,
];
const WEAK = [
  `\\b(?:result|solution|total|value of [^.:\\n]{1,30})${MARKS}${IS}\\s*|\\b(?:Ergebnis|résultat|resultado|risultato)${MARKS}\\s*(?:ist|est|es|è|é|:)\\s*`,
];
const STRONG_PATTERN = new RegExp(ANNOUNCEMENTS.join("|"), "gimu");
const WEAK_PATTERN = new RegExp(WEAK.join("|"), "gimu");
const DENIES =
  /(?:\b(?:is|are|was|would|must|should|can|could|will)(?:n't| not| never)|\b(?:could|might|may)\b|\bcannot|\bcan't|\bnicht\b)/i;
/** More words than this after "Answer:" may begin an explanation: they are the answer only near the end of the text. */
const CONCLUDES = /(?:^|[.\n]\s*)(?:so|thus|therefore|hence|in total|finally)\b|\\\[|\$\$/i;
const SHORT_ANSWER = 3;
const NEAR_THE_END = 200;

/**
 * Finds the sentence in which a text announces its answer ("The answer is", "Answer:", "####" and the like, in some
 * languages), from behind the announcement. The last one counts.
 *
 * @param text in the form that `inLines` gives.
 * @returns null where the text announces no answer, or denies one at last.
 */
export function announcedIn(text: string): Announced | null {
  for (const match of [...text.matchAll(STRONG_PATTERN)].reverse()) {
    if (DENIES.test(match[0])) return null;
    const announced = sentenceAfter(text, match);
    if (!announced) continue;
    const words = withoutEmphasis(announced.sentence).trim().split(/\s+/).length;
    const isLast = announced.after.length < NEAR_THE_END && !CONCLUDES.test(announced.after);
    if (isLast || words <= SHORT_ANSWER) return announced;
  }
  const last = [...text.matchAll(WEAK_PATTERN)].at(-1);
  const announced = last && !DENIES.test(last[0]) ? sentenceAfter(text, last) : null;
  return announced && !/\S/.test(withoutEmphasis(announced.after)) ? announced : null;
}

function sentenceAfter(text: string, match: RegExpExecArray): Announced | null {
  const rest = text.slice(match.index + match[0].length).replace(/^\s+/, "");
  const line = rest.split("\n").find((one) => /[^\s*_#>-]/.test(one)) ?? "";
  const at = rest.indexOf(line);
  const display = /^[*\s]*(?:\\\[[\s\S]+?\\\]|\$\$[^$]+\$\$)/.exec(line)?.[0];
  const sentence = display ?? sentencesOf(line)[0];
  if (sentence === undefined || sentence.trim() === "") return null;
  const after = rest.slice(at + line.indexOf(sentence) + sentence.length).replace(/^[.!?。]/, "");
  return { sentence: paired(sentence.trim()), after };
}

/** Removes the mark that ends a bold or italic text which began before the announcement. */
function paired(sentence: string): string {
  const whole = sentence.split("**").length % 2 === 0 ? sentence.replace("**", "").trim() : sentence;
  const single = whole.replace(/\*\*/g, "").split("*").length % 2 === 0 ? whole.replace(/(?<!\*)\*$/, "") : whole;
  return single.replace(/^[*_]\s+|^["”`]\s+/, "");
}
