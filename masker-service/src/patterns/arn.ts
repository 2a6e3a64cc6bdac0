import type { Found, LookAround } from "./found.ts";
import type { Judge } from "./judge.ts";

/** The two ways an ARN's parts are joined: as it is, and inside a URL. */
export const ARN_ANCHORS = ["arn:", "arn%3a"] as const;

const HEAD =
  /arn(?<colon>:|%3A)aws[a-z-]{0,16}\k<colon>(?<service>[a-z0-9-]{1,40})\k<colon>(?<region>[a-z0-9-]{0,24}|\*)\k<colon>(?<account>[a-z0-9-]{0,20}|\*)(?:\k<colon>|(?<=\d{12})(?![\w-]))/iy;
/** No ARN goes on into the next one, or a text of nothing but ARNs would be read again from each of them. */
const RESOURCE = /(?:(?!arn:aws|arn%3Aaws)(?:[\w.:/@+=#!~-]|%2F|%3A|\*(?=[\w:/*-]))){1,2048}/iy;
const IN_QUOTES = /[\w.:/@+=#!~ ()*-]{1,512}/y;
const TYPE = /[a-zA-Z][\w-]*(?=[:/]|%2F|%3A)/iy;
const JOINT = /%2F|%3A|[:/]/gi;
/** Parts of resources that name no one's thing. */
const FIXED =
  /^(?:\d{1,4}|\*+|root|id|finding|aws|lambda|webacl|rulegroup|ipset|index|stream|log-stream|backup|export|stages?|service-role|aws-service-role|aws-reserved|.*\.amazonaws\.com|app|net|gwy|autoScalingGroupName|launchConfigurationName|policyName|\$LATEST)$/;

/** Resources of AWS in everybody's account. */
const OF_AWS = /alias\/aws\/|parameter\/aws\//y;

/** Recognises the parts of an ARN; partition, service, region and resource type stay as they are. */
export function createArnReader(judges: ReadonlyMap<string, Judge>): LookAround {
  const account = judges.get("account-id");
  /** What belongs to an account of AWS is public. Zeros are a filler, around which names still are somebody's. */
  const isPublic = (owner: string): boolean => account?.isPublic(owner) === true && /[1-9]/.test(owner);
  const anything = judges.get("arn-resource");
  const templates = collectTemplates(judges.values());

  return (text, start, _end, { found }) => {
    HEAD.lastIndex = start;
    const head = HEAD.exec(text)?.groups;
    if (head === undefined) return false;
    const from = HEAD.lastIndex;
    const owner = head["account"] ?? "";
    if (!/^(?:\d*|\*)$/.test(owner)) return true;
    if (owner.length === 12 && isPublic(owner)) return true;
    const ownerStart = start + text.slice(start, from).lastIndexOf(owner);
    if (owner !== "*")
      add(text, ownerStart, ownerStart + owner.length, owner.length === 12 ? account : anything, found);
    OF_AWS.lastIndex = from;
    if (OF_AWS.test(text)) return true;
    const end = findResourceEnd(text, start, from);
    const seen: Extent[] = [];
    for (const template of templatesFor(templates, text, from, head["service"] ?? "")) {
      template.regex.lastIndex = from;
      const place = template.regex.exec(text)?.indices?.[1];
      if (place === undefined || place[1] > end || !template.judge.hasForm(text, place[0], place[1])) continue;
      seen.push({ start: place[0], end: template.coversRest ? end : place[1] });
      add(text, place[0], place[1], template.judge, found);
    }
    if (owner !== "") addOthers(text, from, end, anything, found, seen);
    return true;
  };
}

/** Within quotes a resource may have blanks: `environment/My First Application/my-env`. */
function findResourceEnd(text: string, start: number, from: number): number {
  IN_QUOTES.lastIndex = from;
  const quote = text.charAt(start - 1);
  if (/["']/.test(quote) && IN_QUOTES.test(text) && text.charAt(IN_QUOTES.lastIndex) === quote) {
    return trimTail(text, IN_QUOTES.lastIndex);
  }
  RESOURCE.lastIndex = from;
  return RESOURCE.test(text) ? trimTail(text, RESOURCE.lastIndex) : from;
}

interface Extent {
  readonly start: number;
  readonly end: number;
}

interface Template {
  readonly regex: RegExp;
  /** Whether what follows its value is nobody's: the path of an API. */
  readonly coversRest: boolean;
  readonly judge: Judge;
}

function templatesFor(
  templates: ReadonlyMap<string, Template[]>,
  text: string,
  from: number,
  service: string,
): readonly Template[] {
  TYPE.lastIndex = from;
  const type = TYPE.test(text) ? text.slice(from, TYPE.lastIndex) : "";
  return templates.get(`${service}:${type}`) ?? templates.get(`${service}:`) ?? [];
}

/** By `service:type`; type is empty where the resource starts with a name. */
function collectTemplates(judges: Iterable<Judge>): Map<string, Template[]> {
  const templates = new Map<string, Template[]>();
  for (const judge of judges) {
    for (const template of judge.pattern.arn ?? []) {
      const [service = "", ...rest] = template.split(":");
      const resource = rest.join(":");
      const type = /^[\w-]+(?=[:/{])/.exec(resource)?.[0] ?? "";
      const known = templates.get(`${service}:${type}`) ?? [];
      const coversRest = resource.endsWith("***");
      templates.set(`${service}:${type}`, [...known, { regex: compileTemplate(resource), coversRest, judge }]);
    }
  }
  return templates;
}

/** `{}` is the value, `{/}` one that may hold slashes, `*` any one part, `**` any parts, `***` a rest that is nobody's; each joint also URL-encoded. */
function compileTemplate(resource: string): RegExp {
  const source = resource.replace("***", "**").replaceAll(/\*\*|\*|\{\/?\}|[:/]/g, (token) => {
    if (token === "**") return "(?:[^\\s:/%]{1,128}(?:/|%2F)){0,16}";
    if (token === "*") return "[^\\s:/%]{1,256}";
    if (token === "{}") return "([^\\s:/%\"'`,;)\\]}>|\\\\<&?*]{1,256})";
    if (token === "{/}") return "([^\\s:\"'`,;)\\]}>|\\\\<&?*]{1,512})";
    return token === ":" ? "(?::|%3A)" : "(?:/|%2F)";
  });
  const end = resource.endsWith("**") ? "" : "(?!(?:[:/]|%2F|%3A)?[\\w$])";
  return new RegExp(`${source}${end}`, "diy");
}

/** A full stop or colon after an ARN belongs to the sentence. */
function trimTail(text: string, end: number): number {
  let trimmed = end;
  while (/[.:*=]/.test(text.charAt(trimmed - 1))) trimmed--;
  return trimmed;
}

/** All parts of the resource but its type and what a kind has `seen`, public names such as roles of AWS's services among them. */
function addOthers(
  text: string,
  from: number,
  end: number,
  judge: Judge | undefined,
  found: Found[],
  seen: readonly Extent[],
): void {
  let start = from;
  while (start < end) {
    JOINT.lastIndex = start;
    const joint = JOINT.exec(text);
    const stop = joint === null || joint.index >= end ? end : joint.index;
    const isType = start === from && stop < end;
    if (
      !isType &&
      stop > start &&
      !seen.some((extent) => extent.start <= start && extent.end >= stop) &&
      !FIXED.test(text.slice(start, stop))
    ) {
      add(text, start, stop, judge, found);
    }
    start = stop + (joint?.[0].length ?? 1);
  }
}

function add(text: string, start: number, end: number, judge: Judge | undefined, found: Found[]): void {
  if (judge?.fits(text, start, end)) found.push({ start, end, pattern: judge.pattern });
}
