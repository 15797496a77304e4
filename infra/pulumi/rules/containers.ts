/** A container as ECS takes it in a task definition (the fields that the program uses). */
export interface ContainerDefinition {
  readonly name: string
  readonly image: string
  readonly essential: boolean
  readonly command?: readonly string[]
  readonly cpu?: number
  readonly memoryReservation?: number
  readonly stopTimeout?: number
  readonly readonlyRootFilesystem: boolean
  readonly environment: readonly { readonly name: string; readonly value: string }[]
  readonly secrets: readonly { readonly name: string; readonly valueFrom: string }[]
  readonly portMappings: readonly { readonly containerPort: number; readonly protocol: 'tcp' | 'udp' }[]
  readonly logConfiguration: {
    readonly logDriver: 'awslogs'
    readonly options: Readonly<Record<string, string>>
  }
}

/** Where a container's output goes. */
export interface LogDestination {
  readonly group: string
  readonly region: string
}

export interface MainContainer {
  readonly name: string
  readonly image: string
  readonly environment: Readonly<Record<string, string>>
  /** Environment variable to secret ARN; ECS reads them once, when a task starts. */
  readonly secrets: Readonly<Record<string, string>>
  /** Absent for a task that runs once and listens nowhere. */
  readonly port?: number
  /** Replaces the image's own. */
  readonly command?: readonly string[]
  readonly log: LogDestination
}

/** Fargate allows 120; must exceed the services' own grace period, or their last requests are cut. */
export const STOP_TIMEOUT_SECONDS = 45

const XRAY_IMAGE = 'public.ecr.aws/xray/aws-xray-daemon:3.x'
const XRAY_PORT = 2000

/** The container that does the work; the task ends with it. */
export function mainContainer(container: MainContainer): ContainerDefinition {
  return {
    name: container.name,
    image: container.image,
    essential: true,
    ...(container.command && { command: container.command }),
    stopTimeout: STOP_TIMEOUT_SECONDS,
    readonlyRootFilesystem: true,
    environment: byName(container.environment).map(([name, value]) => ({ name, value })),
    secrets: byName(container.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    portMappings: container.port === undefined ? [] : [{ containerPort: container.port, protocol: 'tcp' }],
    logConfiguration: awslogs(container.log, container.name),
  }
}

/** Takes trace segments on loopback; not essential, so that losing traces never costs a task. */
export function xrayContainer(log: LogDestination): ContainerDefinition {
  return {
    name: 'xray-daemon',
    image: XRAY_IMAGE,
    essential: false,
    cpu: 32,
    memoryReservation: 64,
    readonlyRootFilesystem: true,
    environment: [],
    secrets: [],
    portMappings: [{ containerPort: XRAY_PORT, protocol: 'udp' }],
    logConfiguration: awslogs(log, 'xray-daemon'),
  }
}

function awslogs(log: LogDestination, streamPrefix: string): ContainerDefinition['logConfiguration'] {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': log.group,
      'awslogs-region': log.region,
      'awslogs-stream-prefix': streamPrefix,
    },
  }
}

/** A stable order, so that the same settings never register a new revision. */
function byName(record: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1))
}
