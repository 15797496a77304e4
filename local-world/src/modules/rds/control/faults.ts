import { WireFault } from '../../../wire/service.ts'

/** RDS's faults with the code, status and wording that clients see. Sources: the SDK's model; wording as AWS and moto print it. */
export const faults = {
  globalClusterNotFound: (id: string) =>
    new WireFault('GlobalClusterNotFoundFault', `Global cluster ${id} not found`, 404),
  clusterNotFound: (id: string) => new WireFault('DBClusterNotFoundFault', `DBCluster ${id} not found.`, 404),
  instanceNotFound: (id: string) => new WireFault('DBInstanceNotFound', `DBInstance ${id} not found.`, 404),
  unrecognizedFilter: (name: string) =>
    new WireFault('InvalidParameterValue', `Unrecognized filter name: ${name}`),
  badMaxRecords: (value: number) =>
    new WireFault(
      'InvalidParameterValue',
      `Invalid value ${value} for MaxRecords. Must be between 20 and 100`,
    ),
  badMarker: () => new WireFault('InvalidParameterValue', 'Invalid marker'),
} as const
