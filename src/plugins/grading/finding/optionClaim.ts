const LETTER = "[(\\[\"'“]?([A-Za-z])[)\\]\"'”]?(?![\\w'’+=-])";
const NOUN =
  "(?:options?|choices?|answers?|one|statement|letter|alternative|antwort|lösung|réponse|proposition|respuesta|opción|alternativa|opzione|risposta|resposta)";
const RIGHT =
  "(?:correct|right|best|closest|nearest|true|most (?:appropriate|accurate|likely)|richtige?|korrekte?|correcte?|bonne|exacte|correcta|corretta)";
const IS =
  "(?:\\s*(?:is|are|was|would be|must be|should be|will be|has to be|ist|lautet|wäre|est|es|serait|sería|è|é)(?![\\wà-ÿ])|\\s*[:=：])";
const NAMED = `(?:\\s+(?:the|therefore|thus|then|clearly|also|also|die|la|le|el|l['’])(?=[\\s'’]))*\\s*(?:[a-z]*\\s*${NOUN}\\s+)?`;
const CLAIMS = [
  `\\b${RIGHT}\\s+${NOUN}(?:\\s+(?:here|to this question|for this question))?${IS}${NAMED}:?\\s*${LETTER}`,
  `\\b${NOUN}\\s+(?:that is |which is )?${RIGHT}${IS}${NAMED}${LETTER}`,
  `(?:^|[,;:(.]\\s*|\\b(?:${NOUN}|that|so|thus|hence|therefore|then|and|but|only|also|nor|donc|think|believe)\\s+)${LETTER}${IS}(?:\\s+(?:therefore|thus|clearly|indeed|also|hence|then))?\\s+(?:the\\s+|die\\s+|la\\s+|le\\s+|our\\s+|my\\s+|l['’])?(?:only\\s+)?(?:final\\s+)?(?:${RIGHT}|answer|solution|antwort|respuesta|réponse|risposta)(?![a-z])`,
  `\\b(?:ist|est|es|is)\\s+${LETTER}\\s+(?:die|la|der|the)\\s+(?:${RIGHT}|answer)(?![a-z])`,
  `\\bleft with\\s+(?:only\\s+)?(?:${NOUN}\\s+)?${LETTER}|\\bonly\\s+(?:${NOUN}\\s+)?${LETTER}\\s+(?:remains|is left|fits|works|matches|satisfies|meets|is consistent|agrees|is possible)`,
  `\\b(?:not|nicht|pas|no)\\s+[([]?[A-Z][)\\]]?\\s*,?\\s*(?:but|sondern|mais|sino)\\s+(?:rather\\s+)?(?:${NOUN}\\s+)?${LETTER}\\s*(?:$|[.,;:)])`,
  `\\b(?:say|choose|choosing|select|selecting|pick|go with|going with|opt for|opting for|matches|corresponds to|points to|leads to|wähle|choisis|choisir|elijo|elegimos)\\s+(?:the\\s+)?(?:${NOUN}\\s+)?${LETTER}\\s*(?:$|[.,;:)]|because\\b|since\\b|as\\b)`,
  `\\b(?:${NOUN}\\s+is|which is|it is|it['’]s|it must be|it would be|that is|this is|that leaves|leaving|leaves)\\s+(?:therefore\\s+)?(?:only\\s+)?(?:${NOUN}\\s+){0,2}${LETTER}\\s*(?:$|[.,;:)]|because\\b|since\\b|as\\b)`,
  `(?:选择?|選ぶ?|选项|選択肢は?|答案|答え|正解)\\s*(?:是|为|は|项|:|：)?\\s*${LETTER}`,
  `${LETTER}\\s*(?:是|が|项是|选项是|选项)?\\s*(?:正确|正解|正しい|对的)`,
].map((claim) => new RegExp(claim, "giu"));
const IS_DENIED =
  /\b(?:not|neither|nor|never|if|whether|suppose|assume|assuming|unless|why|because|nicht|pas)\b(?:(?!\b(?:but|sondern)\b)[^,;:.])*$|(?:n['’]t|不|不是|非)\s*$/i;
const GOES_ON =
  /^\s*(?:[,/&]|and\b|or\b|und\b|oder\b|或|和)\s*(?:option\s+)?[([]?[A-Z](?![a-z])|^\s*(?:only\s+)?(?:if|when|unless)\b/;

const FOLLOWS_ANOTHER = /(?<![\w'’])[([]?[A-Z][)\]]?\s*,?\s*(?:and|or|und|oder|&|或|和)\s*(?:option\s+)?[([]?$/;

/**
 * Returns the letter that a sentence calls right ("C is the correct answer", "so we choose C"), null where it calls several
 * right, and undefined where it calls none right.
 *
 * @param sentence without fonts and emphasis.
 * @param count the number of options, of which A is the first.
 */
export function claimedLetter(sentence: string, count: number): string | null | undefined {
  const letters = new Set<string>();
  for (const claim of CLAIMS) {
    for (const match of sentence.matchAll(claim)) {
      const letter = (match[1] ?? match[2])!;
      const isLetter = letter === letter.toUpperCase() && letter.charCodeAt(0) - 65 < count;
      const isDenied = IS_DENIED.test(sentence.slice(0, match.index + match[0].indexOf(letter)).slice(-80));
      const rest = sentence.slice(match.index + match[0].length);
      if (!isLetter || isDenied) continue;
      const before = sentence.slice(0, match.index + match[0].lastIndexOf(letter));
      if (GOES_ON.test(rest) || FOLLOWS_ANOTHER.test(before)) return null;
      letters.add(letter);
    }
  }
  return letters.size === 0 ? undefined : letters.size === 1 ? [...letters][0]! : null;
}
