import { AwsError } from '../../../kernel/wire-service.ts'

/** RDS's errors with their code, status and wording. Sources: the SDK's model; wording as AWS and moto print it. */
export const awsErrors = {
  globalClusterNotFound: (id: string) =>
    new AwsError('GlobalClusterNotFoundFault', `Global cluster ${id} not found`, 404),
  clusterNotFound: (id: string) => new AwsError('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404),
  instanceNotFound: (id: string) => new AwsError('DBInstanceNotFound', `DBInstance ${id} not found.`, 404),
  invalidGlobalClusterState: (message: string) => new AwsError('InvalidGlobalClusterStateFault', message),
  invalidClusterState: (message: string) => new AwsError('InvalidDBClusterStateFault', message),
  /** The code is from memory: no document names it. */
  contradictoryFlags: () =>
    new AwsError(
      'InvalidParameterCombination',
      'AllowDataLoss and Switchover cannot be specified together: a switchover loses nothing.',
    ),
  /** AWS requires an ARN; the error code was not verified. */
  notAnArn: (parameter: string, value: string) =>
    new AwsError('InvalidParameterValue', `Invalid ARN for parameter ${parameter}: ${value}`),
  /** Where to call is documented; the answer to a call elsewhere is a guess. */
  wrongRegion: (operation: string, called: string, wanted: string) =>
    new AwsError(
      'InvalidGlobalClusterStateFault',
      `${operation} was called in ${called}; call it in ${wanted}.`,
    ),
  parameterGroupNotFound: (name: string) =>
    new AwsError('DBParameterGroupNotFound', `DBClusterParameterGroup not found: ${name}`, 404),
  snapshotNotFound: (id: string) =>
    new AwsError('DBClusterSnapshotNotFoundFault', `DBClusterSnapshot not found: ${id}`, 404),
  clusterExists: (id: string) =>
    new AwsError('DBClusterAlreadyExistsFault', `DB Cluster ${id} already exists`),
  instanceExists: () => new AwsError('DBInstanceAlreadyExists', 'DB instance already exists'),
  snapshotExists: (id: string) =>
    new AwsError(
      'DBClusterSnapshotAlreadyExistsFault',
      `Cannot create the cluster snapshot because one with the identifier ${id} already exists.`,
    ),
  snapshotQuota: () =>
    new AwsError('SnapshotQuotaExceeded', 'Cannot create more than the allowed number of manual snapshots'),
  clusterQuota: () => new AwsError('DBClusterQuotaExceededFault', 'DB Cluster Quota exceeded', 403),
  invalidSnapshotState: (message: string) => new AwsError('InvalidDBClusterSnapshotStateFault', message),
  invalidInstanceState: (message: string) => new AwsError('InvalidDBInstanceState', message),
  subnetGroupNotFound: (name: string) =>
    new AwsError('DBSubnetGroupNotFoundFault', `DB subnet group '${name}' does not exist.`, 404),
  invalidValue: (message: string) => new AwsError('InvalidParameterValue', message),
  invalidCombination: (message: string) => new AwsError('InvalidParameterCombination', message),
  badTimeRange: () =>
    new AwsError('InvalidParameterCombination', 'The end time must come after the start time.'),
  sourceTypeMissing: () =>
    new AwsError(
      'InvalidParameterCombination',
      'SourceType must be provided when a SourceIdentifier is specified.',
    ),
  unrecognizedFilter: (name: string) =>
    new AwsError('InvalidParameterValue', `Unrecognized filter name: ${name}`),
  badMaxRecords: (value: number) =>
    new AwsError(
      'InvalidParameterValue',
      `Invalid value ${value} for MaxRecords. Must be between 20 and 100`,
    ),
  badMarker: () => new AwsError('InvalidParameterValue', 'Invalid marker'),
} as const
