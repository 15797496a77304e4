import { WireFault } from '../../../kernel/wire-service.ts'

/** RDS's faults with the code, status and wording that clients see. Sources: the SDK's model; wording as AWS and moto print it. */
export const faults = {
  globalClusterNotFound: (id: string) =>
    new WireFault('GlobalClusterNotFoundFault', `Global cluster ${id} not found`, 404),
  clusterNotFound: (id: string) => new WireFault('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404),
  instanceNotFound: (id: string) => new WireFault('DBInstanceNotFound', `DBInstance ${id} not found.`, 404),
  invalidGlobalClusterState: (message: string) => new WireFault('InvalidGlobalClusterStateFault', message),
  invalidClusterState: (message: string) => new WireFault('InvalidDBClusterStateFault', message),
  /** The code is from memory: no document names it. */
  contradictoryFlags: () =>
    new WireFault(
      'InvalidParameterCombination',
      'AllowDataLoss and Switchover cannot be specified together: a switchover loses nothing.',
    ),
  /** AWS wants an ARN; which code it answers was not verified. */
  notAnArn: (parameter: string, value: string) =>
    new WireFault('InvalidParameterValue', `Invalid ARN for parameter ${parameter}: ${value}`),
  /** Where to call is documented, the answer to a call elsewhere is a guess. */
  wrongRegion: (operation: string, called: string, wanted: string) =>
    new WireFault(
      'InvalidGlobalClusterStateFault',
      `${operation} was called in ${called}; call it in ${wanted}.`,
    ),
  parameterGroupNotFound: (name: string) =>
    new WireFault('DBParameterGroupNotFound', `DBClusterParameterGroup not found: ${name}`, 404),
  snapshotNotFound: (id: string) =>
    new WireFault('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${id}`, 404),
  clusterExists: (id: string) =>
    new WireFault('DBClusterAlreadyExistsFault', `DB Cluster ${id} already exists`),
  instanceExists: () => new WireFault('DBInstanceAlreadyExists', 'DB instance already exists'),
  snapshotExists: (id: string) =>
    new WireFault(
      'DBClusterSnapshotAlreadyExistsFault',
      `Cannot create the cluster snapshot because one with the identifier ${id} already exists.`,
    ),
  invalidSnapshotState: (message: string) => new WireFault('InvalidDBClusterSnapshotStateFault', message),
  invalidInstanceState: (message: string) => new WireFault('InvalidDBInstanceState', message),
  subnetGroupNotFound: (name: string) =>
    new WireFault('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, 404),
  invalidValue: (message: string) => new WireFault('InvalidParameterValue', message),
  invalidCombination: (message: string) => new WireFault('InvalidParameterCombination', message),
  badTimeRange: () =>
    new WireFault('InvalidParameterCombination', 'The end time must come after the start time.'),
  sourceTypeMissing: () =>
    new WireFault(
      'InvalidParameterCombination',
      'SourceType must be provided when a SourceIdentifier is specified.',
    ),
  unrecognizedFilter: (name: string) =>
    new WireFault('InvalidParameterValue', `Unrecognized filter name: ${name}`),
  badMaxRecords: (value: number) =>
    new WireFault(
      'InvalidParameterValue',
      `Invalid value ${value} for MaxRecords. Must be between 20 and 100`,
    ),
  badMarker: () => new WireFault('InvalidParameterValue', 'Invalid marker'),
} as const
