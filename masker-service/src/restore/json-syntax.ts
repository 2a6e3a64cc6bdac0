const SCALAR = /^(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)$/;
const SCALAR_BEGUN =
  /^(?:-?(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?|t|tr|tru|true|f|fa|fal|fals|false|n|nu|nul|null)$/;
const LONGEST_SCALAR = 512;
const BLANK = " \n\r\t";

type Expected = "value" | "value or end" | "key" | "key or end" | "colon" | "comma or end" | "nothing";

/** JSON's grammar outside of its strings, one character at a time. */
export interface JsonSyntax {
  /** False at the first character that no JSON text has here. A quote that it takes opens a string. */
  readonly step: (character: string) => boolean;
  /** To be called after the closing quote. */
  readonly endString: () => void;
  /** How many characters of a number or a word are read so far: it is not certain yet that they are one. */
  readonly scalarLength: () => number;
}

export function createJsonSyntax(): JsonSyntax {
  /** Open brackets, by what closes them. */
  const closers: ("]" | "}")[] = [];
  let expected: Expected = "value";
  let scalar = "";

  function afterValue(): Expected {
    return closers.length === 0 ? "nothing" : "comma or end";
  }

  function isValue(): boolean {
    return expected === "value" || expected === "value or end";
  }

  function endScalar(): boolean {
    if (scalar === "") return true;
    const isWhole = SCALAR.test(scalar);
    scalar = "";
    expected = afterValue();
    return isWhole;
  }

  function open(closer: "]" | "}"): boolean {
    if (!isValue()) return false;
    closers.push(closer);
    expected = closer === "]" ? "value or end" : "key or end";
    return true;
  }

  function close(closer: string): boolean {
    const mayEnd = expected === "comma or end" || expected === "value or end" || expected === "key or end";
    if (!mayEnd || closers.pop() !== closer) return false;
    expected = afterValue();
    return true;
  }

  function stepScalar(character: string): boolean {
    if (!isValue()) return false;
    scalar += character;
    return scalar.length <= LONGEST_SCALAR && SCALAR_BEGUN.test(scalar);
  }

  function step(character: string): boolean {
    const isDelimiter = BLANK.includes(character) || ',:[]{}"'.includes(character);
    if (!isDelimiter) return stepScalar(character);
    if (!endScalar()) return false;
    if (character === '"') return isValue() || expected === "key" || expected === "key or end";
    if (character === "[") return open("]");
    if (character === "{") return open("}");
    if (character === "]" || character === "}") return close(character);
    if (character === ":") {
      if (expected !== "colon") return false;
      expected = "value";
    } else if (character === ",") {
      if (expected !== "comma or end") return false;
      expected = closers.at(-1) === "]" ? "value" : "key";
    }
    return true;
  }

  return {
    step,
    endString: () => {
      expected = isValue() ? afterValue() : "colon";
    },
    scalarLength: () => scalar.length,
  };
}
