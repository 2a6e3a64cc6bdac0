import path from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { REPOSITORY } from "./run-script.ts";

test("the demo shows the sentence from three sides, with no original at the provider", async () => {
  const { PATH = "", HOME = "", PYTHON = "python3" } = process.env;
  const { exitCode, stdout } = await execa(process.execPath, [path.join(REPOSITORY, "scripts/demo.ts")], {
    env: { PATH, HOME, PYTHON },
    extendEnv: false,
    reject: false,
  });
  expect(stdout).toContain("You typed         EC2 인스턴스 i-1234567890abcdef0와 IAM 키 AKIA1234567890ABCDEF 분석해줘");
  expect(stdout).toContain("The provider saw  EC2 인스턴스 ec2-001와 IAM 키 iam-001 분석해줘");
  expect(stdout).toContain(
    "You read          확인했습니다: EC2 인스턴스 i-1234567890abcdef0와 IAM 키 AKIA1234567890ABCDEF",
  );
  expect(stdout).toMatch(/requests that the provider got: 0\.\nOriginals back in the answer: 2 of 2\./);
  expect(exitCode).toBe(0);
});
