import {
  DATABASE_NAME,
  DATABASE_PORT,
  neighboursOf,
  PROJECT,
  REGIONS,
  type RegionId,
  SERVICES,
  type ServiceName,
} from '@meridian/topology'
import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { Component } from '../component.ts'
import type { Settings } from '../config.ts'
import { once } from '../regional.ts'
import type { AlarmSet } from './alarm-set.ts'
import { ContainerTask } from './container-task.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { FargateService } from './fargate-service.ts'
import type { GlobalDatabase } from './global-database.ts'
import type { OriginKey } from './origin-key.ts'
import type { RegionKeys } from './region-keys.ts'
import type { RegionNetwork } from './region-network.ts'
import type { RegionSecurity } from './region-security.ts'
import type { RegionalLoadBalancer } from './regional-load-balancer.ts'
import type { Registry } from './registry.ts'

export interface ServiceClusterArgs {
  region: RegionId
  accountId: pulumi.Input<string>
  keys: RegionKeys
  network: RegionNetwork
  security: RegionSecurity
  loadBalancer: RegionalLoadBalancer
  repositories: Registry['repositories'][RegionId]
  database: GlobalDatabase
  secretArns: DatabaseSecret['arns']
  /** The region's load balancer by a name that its certificate covers, and the key that it requires from callers. */
  apiName: pulumi.Input<string>
  originKeyArns: OriginKey['arns']
  /** Alarms on the region's load balancer, two of which watch each service's deployments. */
  trafficAlarms: AlarmSet
  settings: Settings
}

/** CloudFront and the load balancer each append to X-Forwarded-For. */
const TRUSTED_PROXY_HOPS = '2'
/** Run once by the release pipeline before a rollout, in the region that can write. */
const MIGRATE_COMMAND = ['services/marketing-api/dist/migrate.mjs']

type TaskEnvironment = Readonly<Record<string, pulumi.Input<string>>>

/** A region's ECS cluster: both services, and the migration that the pipeline runs. */
export class ServiceCluster extends Component {
  readonly clusterName: pulumi.Output<string>
  readonly serviceNames: Readonly<Record<ServiceName, pulumi.Output<string>>>
  readonly taskDefinitionArns: Readonly<Record<ServiceName, pulumi.Output<string>>>
  readonly migrationTaskArn: pulumi.Output<string>
  /** marketing-api's log group. */
  readonly apiLogGroupName: pulumi.Output<string>

  constructor(name: string, args: ServiceClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super('meridian:compute:ServiceCluster', name, opts)
    const parent = this
    const { settings } = args
    const familyPrefix = `${PROJECT}-${REGIONS[args.region].code}`

    const cluster = createCluster()
    const clusterArn = settings.frontendSpotShare > 0 ? withSpot(cluster) : cluster.arn
    const api = createService(
      'marketing-api',
      { ...databaseEnvironment(), ...otherRegionsEnvironment(), ...renewalEnvironment() },
      databaseSecrets(),
    )
    const frontend = createService('frontend', frontendEnvironment(), {
      API_ORIGIN_KEY: args.originKeyArns[args.region],
    })
    const migration = createMigration()

    this.clusterName = cluster.name
    this.serviceNames = { 'marketing-api': api.serviceName, frontend: frontend.serviceName }
    this.taskDefinitionArns = { 'marketing-api': api.taskDefinitionArn, frontend: frontend.taskDefinitionArn }
    this.migrationTaskArn = migration.definitionArn
    this.apiLogGroupName = api.logGroupName
    this.registerOutputs({ clusterName: this.clusterName })

    function createCluster() {
      return new aws.ecs.Cluster(
        name,
        { name: familyPrefix, settings: [{ name: 'containerInsights', value: 'enabled' }] },
        { parent },
      )
    }

    /** The cluster's ARN, known once its services can use Spot. */
    function withSpot(plain: aws.ecs.Cluster): pulumi.Output<string> {
      const providers = new aws.ecs.ClusterCapacityProviders(
        name,
        { clusterName: plain.name, capacityProviders: ['FARGATE', 'FARGATE_SPOT'] },
        { parent },
      )
      return once(plain.arn, providers)
    }

    function createService(service: ServiceName, environment: TaskEnvironment, secrets: TaskEnvironment) {
      return new FargateService(
        `${name}-${service}`,
        {
          service: SERVICES[service],
          clusterArn,
          task: {
            ...sharedTask(`${familyPrefix}-${service}`, service),
            traceRepository: args.repositories['xray-daemon'],
            environment: { ...serverEnvironment(service), ...environment },
            secrets,
            secretsReadAgain: Object.values(secrets),
          },
          desiredCount: settings.taskCount,
          subnetIds: args.network.privateSubnetIds,
          securityGroupId: args.security.serviceGroupIds[service],
          targetGroupArn: args.loadBalancer.targetGroupArns[service],
          spotShare: service === 'frontend' ? settings.frontendSpotShare : 0,
          deploymentAlarmNames: deploymentAlarms(service),
          isScaled: settings.taskCountCeiling > settings.taskCount,
        },
        { parent },
      )
    }

    /** Only alarms of the deployed service: its deployment must not depend on the other service. */
    function deploymentAlarms(service: ServiceName): pulumi.Output<string[]> {
      const ids = [`${service}-errors`, `${service}-slow`]
      const names = ids.map((id) => args.trafficAlarms.alarmName(id))
      return args.trafficAlarms.naming(pulumi.output(names), ids)
    }

    function createMigration() {
      return new ContainerTask(
        `${name}-migrate`,
        {
          ...sharedTask(`${familyPrefix}-migrate`, 'marketing-api'),
          container: { name: 'migrate', command: MIGRATE_COMMAND },
          environment: { LOG_LEVEL: settings.logLevel, ...databaseEnvironment() },
          secrets: databaseSecrets(),
        },
        { parent },
      )
    }

    function sharedTask(family: string, image: ServiceName) {
      return {
        family,
        region: args.region,
        repository: args.repositories[image],
        imageTag: settings.imageTag,
        cpu: settings.taskCpu,
        memoryMiB: settings.taskMemoryMiB,
        logRetentionDays: settings.logRetentionDays,
        accountId: args.accountId,
        keys: args.keys,
      }
    }

    function serverEnvironment(service: ServiceName): TaskEnvironment {
      return {
        HOST: '0.0.0.0',
        PORT: String(SERVICES[service].port),
        LOG_LEVEL: settings.logLevel,
        TRUSTED_PROXY_HOPS,
      }
    }

    /** Reads stay in the region; writes follow the global endpoint to whichever region holds the writer. */
    function databaseEnvironment(): TaskEnvironment {
      return {
        DATABASE_READER_HOST: args.database.members[args.region].readerEndpoint,
        DATABASE_WRITER_HOST: args.database.writerEndpoint,
        DATABASE_PORT: String(DATABASE_PORT),
        DATABASE_NAME,
      }
    }

    /**
     * Where to read while the region's own readers are unavailable, nearest first, and where else the writer may be: after a
     * failover, a member's own endpoint reaches the writer before the global endpoint does.
     */
    function otherRegionsEnvironment(): TaskEnvironment {
      const { members } = args.database
      const others = neighboursOf(args.region)
      return {
        DATABASE_OTHER_READER_HOSTS: joined(others.map((region) => members[region].readerEndpoint)),
        DATABASE_OTHER_WRITER_HOSTS: joined(
          [args.region, ...others].map((region) => members[region].writerEndpoint),
        ),
      }
    }

    /** Where to read the login again: a rotation changes it while tasks run, but not their environment. */
    function renewalEnvironment(): TaskEnvironment {
      return { DATABASE_SECRET_ARN: args.secretArns[args.region] }
    }

    function databaseSecrets(): TaskEnvironment {
      return { DATABASE_CREDENTIALS: args.secretArns[args.region] }
    }

    function frontendEnvironment(): TaskEnvironment {
      return { API_ORIGIN: pulumi.interpolate`https://${args.apiName}` }
    }
  }
}

const joined = (hosts: pulumi.Input<string>[]): pulumi.Output<string> =>
  pulumi.all(hosts).apply((names) => names.join(','))
