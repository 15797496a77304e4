import { MEMORY_ENVIRONMENT } from '@meridian/service-bundle/image'
import type { RunningSecretsManager } from '../../secretsmanager/running.ts'
import { EcsError } from '../errors.ts'
import type { ContainerPlan, TaskDefinitionPlan } from '../model/ecs-plan.ts'
import { parseSecretReference, selectSecretValue } from '../model/secret-reference.ts'

/** What the world, ECS and the image add to a container's environment. */
export interface EnvironmentSources {
  readonly definition: TaskDefinitionPlan
  readonly container: ContainerPlan
  readonly secrets: RunningSecretsManager
  /** From the network: how the process uses the task's interface. */
  readonly network: Readonly<Record<string, string>>
  readonly hostName: string
  readonly metadataUri: string
  readonly credentialsUri: string
  readonly xrayPort: number
  readonly certificateFile: string
  readonly compileCache: string
  readonly overrides: Readonly<Record<string, string>>
}

/** A container's whole environment; nothing leaks in from the world's own. Secrets are read once, here. */
export function containerEnvironment(sources: EnvironmentSources): Readonly<Record<string, string>> {
  const { definition, container, network } = sources
  return {
    ...imageEnvironment(sources),
    ...container.environment,
    ...secretValues(container, sources.secrets),
    ...sources.overrides,
    AWS_REGION: definition.region,
    AWS_DEFAULT_REGION: definition.region,
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    ECS_CONTAINER_METADATA_URI_V4: sources.metadataUri,
    // On AWS a path at 169.254.170.2; the SDK takes either.
    AWS_CONTAINER_CREDENTIALS_FULL_URI: sources.credentialsUri,
    HOSTNAME: sources.hostName,
    ...network,
  }
}

/** What the Dockerfile sets on AWS, and the X-Ray daemon's port, because all tasks share one loopback interface. */
function imageEnvironment(sources: EnvironmentSources): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    NODE_ENV: 'production',
    ...MEMORY_ENVIRONMENT,
    NODE_EXTRA_CA_CERTS: sources.certificateFile,
    NODE_COMPILE_CACHE: sources.compileCache,
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${sources.xrayPort}`,
  }
}

function secretValues(
  container: ContainerPlan,
  secrets: RunningSecretsManager,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(container.secrets).map(([name, valueFrom]) => [name, secretValue(valueFrom, secrets)]),
  )
}

function secretValue(valueFrom: string, secrets: RunningSecretsManager): string {
  const reference = parseSecretReference(valueFrom)
  try {
    return selectSecretValue(reference, secrets.secretString(reference.arn))
  } catch (cause) {
    throw new EcsError(
      'MERIDIAN_ECS_SECRET_UNREADABLE',
      `ResourceInitializationError: unable to pull secrets or registry auth: ${(cause as Error).message} (${valueFrom})`,
      { cause },
    )
  }
}
