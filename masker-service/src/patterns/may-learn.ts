import type { Name } from "./span.ts";

const SHORTEST = 4;
const REGION =
  /^(?:us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:gov-|iso[a-z]?-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d[a-z]?$/;
const COMMON = new Set(
  "default test tests testing main master data logs log true false none null prod production staging stage dev develop development admin root user users public private internal external primary secondary backup backups bucket cluster service services server servers database table queue topic stack function role group policy instance example sample demo web api app application apps frontend backend client worker workers lambda config name names value values key keys string number object array account accounts password secret token tokens index home temp files file images image assets static media upload uploads latest current events event orders order system global local cache redis mysql postgres postgresql mongodb oracle aurora mariadb kafka nginx docker node python java ubuntu amazon aws azure google github gitlab jenkins terraform ansible kubernetes enabled disabled active available running stopped pending standard custom basic advanced simple general common shared core base monitoring metrics alerts notification notifications email reports report analytics pipeline build deploy release version source target input output request response status state error info debug warning".split(
    " ",
  ),
);

/** Whether a name is rare enough to be masked wherever it stands as a word: no common word, region or short word. */
export function mayLearn({ value }: Pick<Name, "value">): boolean {
  if (value.length < SHORTEST || COMMON.has(value.toLowerCase()) || REGION.test(value)) return false;
  return /[A-Za-z0-9]$/.test(value) && !/^\d{1,11}$/.test(value);
}
