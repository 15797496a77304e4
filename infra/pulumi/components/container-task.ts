import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import { type MainContainer, mainContainer, xrayContainer } from '../rules/containers.ts'
import { assumedByTasks, executionPolicy, taskPolicy } from '../rules/policies.ts'
import type { RegionKeys } from './region-keys.ts'

export interface ContainerTaskArgs {
  /** Task definition family, and the name of its logs and roles. */
  family: string
  region: string
  repository: aws.ecr.Repository
  imageTag: string
  container: Omit<MainContainer, 'image' | 'environment' | 'secrets' | 'log'>
  environment: Readonly<Record<string, pulumi.Input<string>>>
  secrets: Readonly<Record<string, pulumi.Input<string>>>
  /** Those that the service reads again while it runs, because a rotation changes them. */
  secretsReadAgain?: readonly pulumi.Input<string>[]
  cpu: number
  memoryMiB: number
  logRetentionDays: number
  accountId: pulumi.Input<string>
  /** The region's own keys: they encrypt its log groups and its copies of secrets. */
  keys: RegionKeys
  /** Holds the image of the trace daemon; a task without it is not traced. */
  traceRepository?: aws.ecr.Repository
}

/** A Fargate task that can be run: its definition, its log, and two least-privilege roles. */
export class ContainerTask extends Component {
  readonly definitionArn: pulumi.Output<string>
  readonly logGroupName: pulumi.Output<string>

  constructor(name: string, args: ContainerTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:compute:ContainerTask', name, opts)
    const parent = this

    const logGroup = createLogGroup()
    const executionRole = createRole('execution', executionDocument())
    const taskRole = createRole('task', taskDocument())
    const definition = createDefinition()

    this.definitionArn = definition.arn
    this.logGroupName = logGroup.name
    this.registerOutputs({ definitionArn: this.definitionArn })

    function createLogGroup() {
      return new aws.cloudwatch.LogGroup(
        `${name}-log`,
        {
          name: `/ecs/${args.family}`,
          retentionInDays: args.logRetentionDays,
          kmsKeyId: args.keys.logsKeyArn,
        },
        { parent },
      )
    }

    function executionDocument() {
      return pulumi
        .all([
          pulumi.all([args.repository, args.traceRepository].flatMap((repository) => repository?.arn ?? [])),
          logGroup.arn,
          args.keys.dataKeyArn,
          pulumi.all(Object.values(args.secrets)),
        ])
        .apply(([repositoryArns, logGroupArn, secretsKeyArn, secretArns]) =>
          executionPolicy({ region: args.region, repositoryArns, logGroupArn, secretsKeyArn, secretArns }),
        )
    }

    function taskDocument() {
      return pulumi
        .all([args.keys.dataKeyArn, pulumi.all([...(args.secretsReadAgain ?? [])])])
        .apply(([secretsKeyArn, secretArns]) =>
          taskPolicy({ region: args.region, secretsKeyArn, secretArns }),
        )
    }

    /** Its ARN is known only once its policy is attached, so that no task starts without it. */
    function createRole(purpose: string, policy: pulumi.Input<object>) {
      const role = new aws.iam.Role(
        `${name}-${purpose}`,
        {
          name: `${args.family}-${purpose}`,
          assumeRolePolicy: pulumi.output(args.accountId).apply((id) => JSON.stringify(assumedByTasks(id))),
        },
        { parent },
      )
      const attached = new aws.iam.RolePolicy(
        `${name}-${purpose}`,
        { role: role.name, policy: pulumi.jsonStringify(policy) },
        { parent },
      )
      return pulumi.all([role.arn, attached.id]).apply(([arn]) => arn)
    }

    function createDefinition() {
      return new aws.ecs.TaskDefinition(
        name,
        {
          family: args.family,
          requiresCompatibilities: ['FARGATE'],
          networkMode: 'awsvpc',
          cpu: String(args.cpu),
          memory: String(args.memoryMiB),
          runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
          executionRoleArn: executionRole,
          taskRoleArn: taskRole,
          containerDefinitions: pulumi.jsonStringify(containers()),
          // A revision that a service still runs, or may be rolled back to, must stay active when the next one is registered.
          skipDestroy: true,
        },
        { parent },
      )
    }

    function containers() {
      const image = pulumi.interpolate`${args.repository.repositoryUrl}:${args.imageTag}`
      return pulumi
        .all([
          image,
          args.traceRepository?.repositoryUrl,
          logGroup.name,
          pulumi.output(args.environment),
          pulumi.output(args.secrets),
        ])
        .apply(([image, traceRepository, group, environment, secrets]) => {
          const log = { group, region: args.region }
          const main = mainContainer({ ...args.container, image, environment, secrets, log })
          return traceRepository === undefined ? [main] : [main, xrayContainer(traceRepository, log)]
        })
    }
  }
}
