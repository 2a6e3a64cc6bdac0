import { createRandom } from "./random.ts";

const RESERVATIONS = 300;
const LOAD_BALANCERS = 200;

/** About 1.5 MB of what AWS's tools print: JSON, tables and text of the AWS CLI, a plan of Terraform, a template. */
export function makeAwsOutput(): string {
  const random = createRandom(20261004);
  const hex = (length: number): string => Array.from({ length }, () => random.pick("0123456789abcdef")).join("");
  const id = (prefix: string): string => `${prefix}-0${hex(16)}`;
  const reservations = Array.from({ length: RESERVATIONS }, () => makeReservation(id, (limit) => random.below(limit)));
  const balancers = Array.from({ length: LOAD_BALANCERS }, (_, number) => makeLoadBalancer(id, hex, number));
  return [
    `$ aws ec2 describe-instances\n${JSON.stringify({ Reservations: reservations }, null, 4)}`,
    `$ aws elbv2 describe-load-balancers\n${JSON.stringify({ LoadBalancers: balancers }, null, 4)}`,
    `$ aws elbv2 describe-load-balancers | jq -c\n${JSON.stringify({ LoadBalancers: balancers })}`,
    makeTable(id),
    Array.from({ length: 300 }, (_, number) => makePlan(id, number)).join("\n"),
    Array.from({ length: 200 }, (_, number) => makeTemplate(number)).join("\n"),
    Array.from({ length: 2000 }, (_, number) => makeLogLine(hex, number)).join("\n"),
  ].join("\n\n");
}

type MakeId = (prefix: string) => string;

function makeReservation(id: MakeId, below: (limit: number) => number) {
  const network = `10.0.${below(256)}.${below(256)}`;
  return {
    Groups: [],
    Instances: [
      {
        AmiLaunchIndex: 0,
        ImageId: id("ami"),
        InstanceId: id("i"),
        InstanceType: "t3.micro",
        KeyName: "deploy-key",
        LaunchTime: "2026-10-04T12:34:56+00:00",
        Monitoring: { State: "disabled" },
        Placement: { AvailabilityZone: "us-east-1a", GroupName: "", Tenancy: "default" },
        PrivateDnsName: `ip-${network.replaceAll(".", "-")}.ec2.internal`,
        PrivateIpAddress: network,
        ProductCodes: [],
        PublicDnsName: "",
        State: { Code: 16, Name: "running" },
        StateTransitionReason: "",
        SubnetId: id("subnet"),
        VpcId: id("vpc"),
        Architecture: "x86_64",
        BlockDeviceMappings: [
          {
            DeviceName: "/dev/xvda",
            Ebs: {
              AttachTime: "2026-10-04T12:34:57+00:00",
              DeleteOnTermination: true,
              Status: "attached",
              VolumeId: id("vol"),
            },
          },
        ],
        ClientToken: "",
        EbsOptimized: false,
        EnaSupport: true,
        Hypervisor: "xen",
        IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/web", Id: "AIPAJMBYC7DLSPEXAMPLE" },
        NetworkInterfaces: [
          {
            Groups: [{ GroupName: "web-sg", GroupId: id("sg") }],
            NetworkInterfaceId: id("eni"),
            OwnerId: "123456789012",
          },
        ],
        RootDeviceName: "/dev/xvda",
        RootDeviceType: "ebs",
        SourceDestCheck: true,
        Tags: [
          { Key: "Name", Value: "web" },
          { Key: "Environment", Value: "production" },
        ],
        VirtualizationType: "hvm",
        CpuOptions: { CoreCount: 1, ThreadsPerCore: 2 },
        CapacityReservationSpecification: { CapacityReservationPreference: "open" },
        HibernationOptions: { Configured: false },
        MetadataOptions: {
          State: "applied",
          HttpTokens: "required",
          HttpPutResponseHopLimit: 2,
          HttpEndpoint: "enabled",
        },
      },
    ],
    OwnerId: "123456789012",
    ReservationId: id("r"),
  };
}

function makeLoadBalancer(id: MakeId, hex: (length: number) => string, number: number) {
  const name = `web-${number}-alb`;
  return {
    LoadBalancerArn: `arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/app/${name}/${hex(16)}`,
    DNSName: `${name}-1234567890.us-west-2.elb.amazonaws.com`,
    CanonicalHostedZoneId: "Z1H1FL5HABSF5",
    CreatedTime: "2026-10-04T12:34:56.789000+00:00",
    LoadBalancerName: name,
    Scheme: "internet-facing",
    VpcId: id("vpc"),
    State: { Code: "active" },
    Type: "application",
    AvailabilityZones: [{ ZoneName: "us-west-2a", SubnetId: id("subnet"), LoadBalancerAddresses: [] }],
    SecurityGroups: [id("sg")],
    IpAddressType: "ipv4",
  };
}

function makeTable(id: MakeId): string {
  const row = (): string => `|  ${id("i")}  |  running  |  t3.micro  |  us-east-1a  |`;
  const rule = "+-----------------------+-----------+------------+--------------+";
  return ["|  InstanceId  |  State  |  Type  |  Zone  |", rule, ...Array.from({ length: 400 }, row), rule].join("\n");
}

function makePlan(id: MakeId, number: number): string {
  return `  # aws_s3_bucket.logs[${number}] will be created
  + resource "aws_s3_bucket" "logs" {
      + acceleration_status         = (known after apply)
      + arn                         = (known after apply)
      + bucket                      = "acme-logs-${number}"
      + force_destroy               = false
      + id                          = (known after apply)
      + tags                        = { "Team" = "platform" }
      + vpc_id                      = "${id("vpc")}"
    }`;
}

function makeTemplate(number: number): string {
  return `  Function${number}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: worker-${number}
      Runtime: nodejs24.x
      Handler: index.handler
      MemorySize: 512
      Role: !GetAtt Role.Arn
      Environment:
        Variables:
          TABLE: !Ref Table
          LOG_LEVEL: info`;
}

function makeLogLine(hex: (length: number) => string, number: number): string {
  return `2026-10-04T12:34:56.${number}Z ${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)} INFO request handled in 12.5 ms status=200 path=/v1/orders`;
}
