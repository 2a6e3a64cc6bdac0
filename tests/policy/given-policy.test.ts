import { expect, test } from "vitest";
import { MaskerError } from "../../masker-service/src/errors.ts";
import { readGivenPolicy } from "../../masker-service/src/policy/given-policy.ts";

function refusal(json: string): { code: string; message: string } {
  try {
    readGivenPolicy(json);
  } catch (error) {
    if (error instanceof MaskerError) return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("it was taken");
}

test.each([
  ['{"key": {"profile": "strict"}}', { key: { profile: "strict" } }],
  ['{"team": {"guard": "block"}, "key": null}', { team: { guard: "block" }, key: {} }],
  ['{"team": null, "key": {"audit": true, "images": "block"}}', { team: {}, key: { audit: true, images: "block" } }],
  ["{}", { key: {} }],
])("%s is what team and key say", (json, given) => {
  expect(readGivenPolicy(json)).toEqual(given);
});

test.each([
  [
    '{"key": {"profile": "lax"}}',
    /^policy of the key \(metadata\.masker\): profile must be secrets or default or strict/,
  ],
  ['{"team": {"audit": "false"}}', /^policy of the team .*audit must be true or false/],
  ['{"team": {"audit": 0}}', /audit must be true or false/],
  ['{"team": {"gaurd": "block"}}', /gaurd: there is no such field/],
  ['{"key": {"guard": ["block"]}}', /guard must be warn or block/],
  ['{"key": {"guard": null}}', /guard must be warn or block/],
  ['{"key": "strict"}', /policy of the key .*must be an object/],
  ['{"team": []}', /policy of the team .*must be an object/],
  ['{"team": false}', /policy of the team .*must be an object/],
])("%s is blocked, naming whose and what, with no value repeated", (json, message) => {
  const refused = refusal(json);
  expect(refused.code).toBe("blocked");
  expect(refused.message).toMatch(message);
  expect(refused.message).not.toMatch(/\blax\b|false"/);
});

test.each(["", "null", "[]", "strict", '"{}"'])("%j is no policy at all", (json) => {
  expect(refusal(json).code).toBe("bad_request");
});
