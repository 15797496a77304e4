/** A container in an ECS task definition (the fields that the program uses). */
export interface ContainerDefinition {
  readonly name: string
  readonly image: string
  readonly essential: boolean
  readonly command?: readonly string[]
  readonly cpu?: number
  readonly memoryReservation?: number
  readonly stopTimeout?: number
  /** The same as the image's own, which a task definition may override. */
  readonly user?: string
  readonly readonlyRootFilesystem: boolean
  readonly linuxParameters?: { readonly capabilities: { readonly drop: readonly string[] } }
  /** ECS ignores the image's health check; times in seconds. */
  readonly healthCheck?: {
    readonly command: readonly string[]
    readonly interval: number
    readonly timeout: number
    readonly retries: number
    readonly startPeriod: number
  }
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
  /** Absent for a task that runs once and does not listen. */
  readonly port?: number
  /** Replaces the image's own. */
  readonly command?: readonly string[]
  readonly log: LogDestination
}

/** Fargate allows 120; must exceed the services' own grace period, or their last requests are cut. */
const STOP_TIMEOUT_SECONDS = 45

/** The image's user "node", by number: never root, whatever the image says. */
const USER = '1000:1000'
/** The port is above 1024 and the files are world-readable, so no capability is needed. */
const NO_CAPABILITIES = { capabilities: { drop: ['ALL'] } }
/** Liveness only, as in the Dockerfile: a check of the database would replace every task during a switchover. */
const HEALTH_CHECK = {
  command: [
    'CMD',
    'node',
    '-e',
    "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))",
  ],
  interval: 10,
  timeout: 3,
  retries: 3,
  startPeriod: 10,
}

/**
 * AWS's daemon, release 3.7.0, copied from `public.ecr.aws/xray/aws-xray-daemon` by this digest (docs/going-to-aws.md, 4). It
 * has been in maintenance since February 2026, so it changes only by a commit here.
 */
const XRAY_DIGEST = 'sha256:b67576293f4d3a0a155f807244957ed0aa4bc945df1573d62d81380a1d548071'
const XRAY_PORT = 2000

/** The container that does the work; the task ends with it. */
export function mainContainer(container: MainContainer): ContainerDefinition {
  return {
    name: container.name,
    image: container.image,
    essential: true,
    ...(container.command && { command: container.command }),
    stopTimeout: STOP_TIMEOUT_SECONDS,
    user: USER,
    readonlyRootFilesystem: true,
    linuxParameters: NO_CAPABILITIES,
    ...(container.port !== undefined && { healthCheck: HEALTH_CHECK }),
    environment: byName(container.environment).map(([name, value]) => ({ name, value })),
    secrets: byName(container.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    portMappings: container.port === undefined ? [] : [{ containerPort: container.port, protocol: 'tcp' }],
    logConfiguration: awslogs(container.log, container.name),
  }
}

/** Receives trace segments on loopback; not essential, so that its failure never stops a task. */
export function xrayContainer(repositoryUrl: string, log: LogDestination): ContainerDefinition {
  return {
    name: 'xray-daemon',
    image: `${repositoryUrl}@${XRAY_DIGEST}`,
    essential: false,
    cpu: 32,
    memoryReservation: 64,
    // The daemon is one world-executable file, and its port is above 1024.
    user: USER,
    readonlyRootFilesystem: true,
    linuxParameters: NO_CAPABILITIES,
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
