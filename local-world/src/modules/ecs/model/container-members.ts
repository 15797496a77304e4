import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import type { Honours } from '../../../kernel/honoured-members.ts'

/** Container definition members that are honoured, in the program and in API requests; any other member is refused. */
export const CONTAINER_MEMBERS = {
  name: true,
  image: true,
  essential: true,
  command: true,
  environment: true,
  secrets: true,
  stopTimeout: true,
  portMappings: { containerPort: true, hostPort: 'no effect', protocol: 'no effect', name: 'no effect' },
  cpu: 'no effect',
  memory: 'no effect',
  memoryReservation: 'no effect',
  logConfiguration: { logDriver: true, options: true, secretOptions: 'no effect' },
  healthCheck: 'no effect',
  linuxParameters: 'no effect',
  readonlyRootFilesystem: 'no effect',
  user: 'no effect',
  ulimits: 'no effect',
  dockerLabels: 'no effect',
  versionConsistency: 'no effect',
} as const satisfies Honours<ContainerDefinition>
