import { describe, expect, test } from "vitest";
import { createScanner } from "../../masker-service/src/patterns/scan.ts";
import { BUILT_IN_PATTERNS } from "./built-in.ts";
import { mark, unmark } from "./marks.ts";

const scanner = createScanner(BUILT_IN_PATTERNS.filter((pattern) => pattern.default === "on"));

function expectFound(marked: string): void {
  const text = unmark(marked);
  expect(mark(text, scanner.scan(text).spans)).toBe(marked);
}

describe("scan", () => {
  test("finds the instance and the key of the first example, with Hangul right before and after", () => {
    const text = "EC2 인스턴스 i-1234567890abcdef0와 IAM 키AKIA1234567890ABCDEF 분석해줘";
    expect(scanner.scan(text).spans).toEqual([
      { start: 9, end: 28, kind: "ec2-instance", prefix: "ec2" },
      { start: 35, end: 55, kind: "iam-access-key", prefix: "iam" },
    ]);
  });

  test.for([
    ["a string of JSON in a string of JSON", String.raw`{"out": "{\"Bucket\": \"«acme-logs»\"}"}`],
    ["JSON three levels deep", String.raw`\\\"Bucket\\\": \\\"«acme-logs»\\\"`],
    ["an id after an escaped line break", String.raw`first\n«i-0abcdef1234567890»\nlast`],
    ["an id in a URL", "https://x/?q=%2F«i-0abcdef1234567890»%22"],
    ["a key in a URL", "?Bucket=«acme-logs»&prefix=a"],
    ["JSON in a URL", "%7B%22Bucket%22%3A%22«acme-logs»%22%7D"],
    ["colours between key and value", "\u001B[1mBucket\u001B[0m: \u001B[32m«acme-logs»\u001B[0m"],
    ["an id in colour", "\u001B[32m«i-0abcdef1234567890»\u001B[0m"],
    ["colours that are escaped", String.raw`\u001b[32m«i-0abcdef1234567890»\u001b[0m`],
    ["a shell's quotes", "aws s3api head-bucket --bucket '«acme-logs»'"],
    ["a continued command", "aws s3api head-bucket \\\n  --bucket \\\n  «acme-logs»"],
    ["a diff", '-  bucket = "«old-logs»"\n+  bucket = "«new-logs»"\n'],
    ["an id right after a diff's sign", "-«i-0abcdef1234567890»\n+«i-0abcdef1234567891»"],
    ["a plan of Terraform", '  ~ bucket = "«acme-logs»" # forces replacement'],
    ["a plan's change", '  ~ bucket = "«acme-logs»" -> "«acme-data»" # forces replacement'],
    ["a plan's change of a map", '~ "DB_PASSWORD" = "«oldPassw0rd77»" -> "«newPassw0rd99»"'],
    ["a plan's change from nothing", '~ "account_id" = null -> "«123456789012»"'],
    ["a plan in colour", '~\u001B[0m bucket = "«acme-logs»" \u001B[33m->\u001B[0m\u001B[0m "«acme-data»"'],
    ["a plan in JSON", String.raw`~ bucket = \"«acme-logs»\" -\u003e \"«acme-data»\"\n`],
    ["changes without quotes", "account_id: «123456789012» → «210987654321» => «310987654321»"],
    ["a change without quotes", "DB_PASSWORD=«oldPassw0rd77» -> «newPassw0rd99»"],
    ["what became of a bucket", 'Bucket: «acme-logs» -> created\nBucket: "«acme-data»" → 403'],
    [
      "keys after an acronym",
      "DBPassword: «oldPassw0rd77»\nMYSQLPassword=«newPassw0rd-99»\nAWSAccountId: «481516234298»",
    ],
    [
      "a key after an acronym that ends in another",
      '{"AWSAccountID": "«481516234298»", "RDSPassword": "«oldPassw0rd77»"}',
    ],
    [
      "a parameter of CloudFormation",
      '{"ParameterKey": "DBPassword", "ParameterValue": "«oldPassw0rd77»"} ParameterKey=DBPassword,ParameterValue=«newPassw0rd99»',
    ],
    ["keys in Korean", "DB 비밀번호 : «newPassw0rd99»\n암호=«oldPassw0rd77»\n- 관리자비밀번호: «hunter-word»"],
    [
      "keys of an access key in Korean",
      "시크릿 액세스 키: «wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»\n비밀 액세스 키 = «je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY»",
    ],
    [
      "Markdown's bold keys",
      "**Secret access key:** «wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY»\n- **Password**: «newPassw0rd99»\n**비밀번호:** `«oldPassw0rd77»`",
    ],
    ["a colon of full width", "password：«newPassw0rd99»"],
    ["XML", "<BucketName>«acme-logs»</BucketName>"],
    ["Go", 'Bucket: aws.String("«acme-logs»"),'],
    ["PowerShell", "Get-S3Object -BucketName «acme-logs» -Region us-east-1"],
    ["a variable of the environment in a container", '- name: LOG_BUCKET\n  value: "«acme-logs»"'],
    ["a filter", "--filters Name=owner-id,Values=«123456789012»"],
    ["a stack trace", "at handler (arn:aws:lambda:eu-west-1:«123456789012»:function:«checkout-api»:12)"],
    ["a Windows line end", "BucketName: «acme-logs»\r\nOther: 1\r\n"],
    ["basic credentials", "Authorization: Basic «YWRtaW46czNjcjN0»"],
  ])("finds what stands in %s", ([, marked = ""]) => {
    expectFound(marked);
  });

  test.for([
    ["a date after a prefix", "snap-20261004 r-20231015 key-20240101120000"],
    ["a git revision", "commit da39a3ee5e6b4b0d3255bfef95601890afd80709"],
    ["a UUID", "request 1234abcd-12ab-34cd-56ef-1234567890ab"],
    ["a lock file's hash", '"integrity": "sha512-abcDEF0123456789abcDEF0123456789abcDEF0123456789=="'],
    ["classes of CSS", "sg-header vpc-card i-carbon-add r-rounded pl-4 h-screen"],
    ["an object identifier", "1.3.6.1.4.1.311.21.20"],
    ["a browser", "Mozilla/5.0 AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36"],
    ["a time in milliseconds", '"accountId": 1612345678901, "at": 1612345678901'],
    ["netmasks, loopback and documentation addresses", "255.255.255.0 127.0.0.1 192.0.2.7 198.51.100.9 203.0.113.5"],
    ["a domain of the documentation", "https://example.com/a"],
    ["variables", 'bucket = "${var.bucket}" --bucket $BUCKET Bucket: !Ref B'],
    ["gaps to fill in", "arn:aws:iam::<account-id>:role/<role> --bucket <bucket>"],
    ["types", "bucket: string; TableName: str; FunctionName?: string"],
    [
      "arrows of code",
      "bucket: name => name.id1, fn(token: str) -> Abc12345, PASSWORD=>newPassw0rd99 -> newPassw0rd98",
    ],
    [
      "Korean of forms",
      '비밀번호: 필수 "비밀번호": "비밀번호를 입력하세요" 비밀번호 확인: Password, 암호화: newPassw0rd99',
    ],
    ["stars of code", "f(password, **kwargs1) char **token = buf1; password: **** x ? password : fallback1"],
    ["code", "password: z.string(), token: process.env.API_TOKEN, secret = getSecret(1)"],
    ["endpoints of services", "s3.us-east-1.amazonaws.com ec2.amazonaws.com sts.amazonaws.com"],
    ["service principals", '"Service": ["lambda.amazonaws.com", "batchoperations.s3.amazonaws.com"]'],
    ["regions and zones", "us-east-1 ap-northeast-2a use1-az1 t3.micro m5.24xlarge"],
  ])("leaves %s", ([, text = ""]) => {
    expect(mark(text, scanner.scan(text).spans)).toBe(text);
  });

  test("takes a text for the value of its key, and only the whole of it", () => {
    expect(scanner.scan("acme-logs", "Bucket").spans).toEqual([
      { start: 0, end: 9, kind: "s3-bucket", prefix: "bucket" },
    ]);
    expect(scanner.scan("acme-logs", "Bucket").names.map(({ value }) => value)).toEqual(["acme-logs"]);
    expect(scanner.scan("acme-logs", "Other").spans).toEqual([]);
    expect(scanner.scan("acme-logs and more", "Bucket").spans).toEqual([]);
    expect(scanner.scan("123456789012", "OwnerId").spans).toHaveLength(1);
  });

  test("prefers the longer of two finds, and the one with more priority of the same length", () => {
    expectFound("«import-ami-1234567890abcdef0» «ami-1234567890abcdef0»");
    expect(scanner.scan("import-ami-1234567890abcdef0").spans[0]?.kind).toBe("import-export-task");
    expectFound("a «10.0.0.0/16» b");
  });

  test("always finds denied words, and never allowed values", () => {
    const own = createScanner(BUILT_IN_PATTERNS, { deny: ["Acme Corp"], allow: ["i-0abcdef1234567890"] });
    const text = "Acme Corp runs i-0abcdef1234567890 and Acme Corporation";
    expect(own.scan(text).spans).toEqual([{ start: 0, end: 9, kind: "denied-word", prefix: "word" }]);
  });
});
