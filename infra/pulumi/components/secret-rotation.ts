import { fileURLToPath } from 'node:url'
import { DATABASE_NAME, DATABASE_PORT, PROJECT, REGION_IDS, REGIONS, type RegionId } from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Regional } from '../regional.ts'
import { lambdaPackage } from '../rules/lambda-package.ts'
import { assumedByService } from '../rules/policy-document.ts'
import { rotationPolicy } from '../rules/rotation-policy.ts'
import type { DatabaseSecret } from './database-secret.ts'
import type { GlobalDatabase } from './global-database.ts'
import type { RegionKeys } from './region-keys.ts'
import type { RegionNetwork } from './region-network.ts'
import type { RegionSecurity } from './region-security.ts'

export interface SecretRotationArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  keys: RegionKeys
  networks: Regional<RegionNetwork>
  security: RegionSecurity
  database: GlobalDatabase
  secret: DatabaseSecret
  /** Days between two rotations, in the secret's home region; elsewhere the function is only a standby. */
  rotatesAfterDays?: number
  /** The user for people who read, with IAM tokens: the rotation creates it, like the others. */
  reader?: string
  logRetentionDays: number
}

const PROJECT_FOLDER = fileURLToPath(new URL('../../../services/secret-rotation', import.meta.url))
/** Lambda's runtimes for Node carry the AWS SDK. */
const IN_RUNTIME = ['@aws-sdk/']
/** Where Lambda keeps the authorities that signed RDS's certificates; Node no longer loads them by itself. */
const AUTHORITIES = '/var/runtime/ca-cert.pem'
const HTTPS = 443
const MEMORY_MIB = 256
/** Four addresses, each of which may be slow, and statements that may wait for locks. */
const TIMEOUT_SECONDS = 60
/** From midnight in UTC, which is evening in America and morning in Seoul: the hours in which a rotation may begin. */
const WINDOW_HOURS = '3h'

/**
 * Rotates the database's login, from one region, wherever the writer is.
 *
 * The function is in every region: a secret's home can be lost, a replica that is promoted elsewhere needs a function
 * in its own region, and an idle function costs nothing.
 */
export class SecretRotation extends Component {
  readonly functionArn: pulumi.Output<string>

  constructor(name: string, args: SecretRotationArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:security:SecretRotation', name, opts)
    const parent = this
    const functionName = `${PROJECT}-${name}`
    const secretArn = args.secret.arns[args.region]

    const group = createSecurityGroup()
    const logGroup = createLogGroup()
    const roleArn = createRole()
    const rotation = createFunction()
    const permission = createPermission()
    if (args.rotatesAfterDays !== undefined) schedule(args.rotatesAfterDays)

    this.functionArn = rotation.arn
    this.registerOutputs({ functionArn: this.functionArn })

    function createSecurityGroup() {
      const { vpcId } = args.networks[args.region]
      const group = new aws.ec2.SecurityGroup(
        `${name}-function`,
        { vpcId, description: 'Rotation of the database login' },
        { parent },
      )
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-to-aws`,
        { ...tcp(group.id, HTTPS), cidrIpv4: '0.0.0.0/0', description: 'secrets and keys' },
        { parent },
      )
      for (const region of REGION_IDS) allowDatabaseOf(region, group)
      // Other regions' databases already admit their private subnets: any region's services may have to write there.
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-database`,
        {
          ...tcp(args.security.databaseGroupId, DATABASE_PORT),
          referencedSecurityGroupId: group.id,
          description: 'rotation of the login',
        },
        { parent },
      )
      return group
    }

    /** Any region may hold the writer. */
    function allowDatabaseOf(region: RegionId, group: aws.ec2.SecurityGroup) {
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-to-database-${REGIONS[region].code}`,
        {
          ...tcp(group.id, DATABASE_PORT),
          cidrIpv4: args.networks[region].tierCidr('isolated'),
          description: `database in ${region}`,
        },
        { parent },
      )
    }

    function createLogGroup() {
      return new aws.cloudwatch.LogGroup(
        `${name}-log`,
        {
          name: `/aws/lambda/${functionName}`,
          retentionInDays: args.logRetentionDays,
          kmsKeyId: args.keys.logsKeyArn,
        },
        { parent },
      )
    }

    /** Its ARN is known when its policy is attached: Lambda attaches the function to the network with it. */
    function createRole() {
      const role = new aws.iam.Role(
        name,
        { assumeRolePolicy: JSON.stringify(assumedByService('lambda.amazonaws.com')) },
        { parent },
      )
      const policy = pulumi
        .output({
          accountId: args.accountId,
          logGroupArn: logGroup.arn,
          secretArn,
          dataKeyArn: args.keys.dataKeyArn,
          logsKeyArn: args.keys.logsKeyArn,
        })
        .apply((known) => JSON.stringify(rotationPolicy({ ...known, region: args.region, functionName })))
      const attached = new aws.iam.RolePolicy(name, { role: role.name, policy }, { parent })
      return pulumi.all([role.arn, attached.id]).apply(([arn]) => arn)
    }

    function createFunction() {
      return new aws.lambda.Function(
        name,
        {
          name: functionName,
          description: 'Rotates the login of the services to the global database',
          runtime: 'nodejs24.x',
          architectures: ['arm64'],
          handler: 'index.handler',
          code: archive(),
          role: roleArn,
          memorySize: MEMORY_MIB,
          timeout: TIMEOUT_SECONDS,
          kmsKeyArn: args.keys.logsKeyArn,
          environment: { variables: environment() },
          vpcConfig: {
            subnetIds: args.networks[args.region].privateSubnetIds,
            securityGroupIds: [group.id],
          },
          loggingConfig: { logFormat: 'JSON', logGroup: logGroup.name },
        },
        { parent },
      )
    }

    /** Where to look for the writer, never who may log in: that is in the secret. */
    function environment(): Record<string, pulumi.Input<string>> {
      const { members, writerEndpoint } = args.database
      return {
        DATABASE_WRITER_HOST: writerEndpoint,
        DATABASE_OTHER_WRITER_HOSTS: pulumi
          .all(REGION_IDS.map((region) => members[region].writerEndpoint))
          .apply((hosts) => hosts.join(',')),
        DATABASE_PORT: String(DATABASE_PORT),
        DATABASE_NAME,
        ...(args.reader !== undefined && { DATABASE_READER_USER: args.reader }),
        NODE_EXTRA_CA_CERTS: AUTHORITIES,
      }
    }

    /** Only Secrets Manager in this account, for this secret. */
    function createPermission() {
      return new aws.lambda.Permission(
        name,
        {
          action: 'lambda:InvokeFunction',
          function: rotation.name,
          principal: 'secretsmanager.amazonaws.com',
          sourceAccount: args.accountId,
          sourceArn: secretArn,
        },
        { parent },
      )
    }

    function schedule(days: number) {
      new aws.secretsmanager.SecretRotation(
        name,
        {
          secretId: secretArn,
          rotationLambdaArn: pulumi.all([rotation.arn, permission.id]).apply(([arn]) => arn),
          rotateImmediately: false,
          rotationRules: { scheduleExpression: `rate(${days} days)`, duration: WINDOW_HOURS },
        },
        { parent },
      )
    }
  }
}

function tcp(securityGroupId: pulumi.Input<string>, port: number) {
  return { securityGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port }
}

/** The function's own files, and the folders of the packages that it needs. */
function archive(): pulumi.asset.AssetArchive {
  const { files, packages } = lambdaPackage(PROJECT_FOLDER, IN_RUNTIME)
  return new pulumi.asset.AssetArchive({
    ...Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, new pulumi.asset.StringAsset(text)]),
    ),
    ...Object.fromEntries(
      Object.entries(packages).map(([place, folder]) => [place, new pulumi.asset.FileArchive(folder)]),
    ),
  })
}
