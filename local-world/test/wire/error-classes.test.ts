import * as ecs from '@aws-sdk/client-ecs'
import * as lambda from '@aws-sdk/client-lambda'
import * as rds from '@aws-sdk/client-rds'
import * as s3 from '@aws-sdk/client-s3'
import * as secrets from '@aws-sdk/client-secrets-manager'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createRealClock } from '../../src/kernel/clock.ts'
import { createJournal } from '../../src/kernel/journal.ts'
import type { WireService } from '../../src/kernel/wire-service.ts'
import { createEcsControl } from '../../src/modules/ecs/control/service.ts'
import { createLambdaControl } from '../../src/modules/lambda/control/service.ts'
import { createRdsControl } from '../../src/modules/rds/control/service.ts'
import { createS3Control } from '../../src/modules/s3/control/service.ts'
import { ObjectStore } from '../../src/modules/s3/engine/object-store.ts'
import { createSecretsManagerControl } from '../../src/modules/secretsmanager/control/service.ts'
import { SecretStore } from '../../src/modules/secretsmanager/model/secret-store.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { OPEN } from '../support/test-trust.ts'

/** A world without resources: every request is about something that does not exist. */
function emptyServices(): readonly WireService[] {
  const clock = createRealClock()
  return [
    createEcsControl({ plan: { clusters: [] } } as never),
    createLambdaControl({
      functions: () => [],
      code: () => ({ bytes: 0, sha256: '' }),
      startedAtMs: 0,
      invoke: () => Promise.reject(new Error('nothing to call')),
    }),
    createRdsControl({ states: () => [], snapshots: () => [], events: () => [] } as never, clock.now),
    createS3Control({ store: new ObjectStore([], '/nowhere'), clock, startedAtMs: 0 }),
    createSecretsManagerControl({ store: new SecretStore([], 0) } as never),
  ]
}

const CASES: readonly (readonly [
  string,
  (options: object) => Promise<unknown>,
  abstract new (...args: never[]) => Error,
])[] = [
  [
    'ClusterNotFoundException',
    (options) => new ecs.ECSClient(options).send(new ecs.ListServicesCommand({ cluster: 'none' })),
    ecs.ClusterNotFoundException,
  ],
  [
    'ResourceNotFoundException',
    (options) =>
      new lambda.LambdaClient(options).send(new lambda.GetFunctionCommand({ FunctionName: 'none' })),
    lambda.ResourceNotFoundException,
  ],
  [
    'DBClusterNotFoundFault',
    (options) =>
      new rds.RDSClient(options).send(new rds.DescribeDBClustersCommand({ DBClusterIdentifier: 'none' })),
    rds.DBClusterNotFoundFault,
  ],
  [
    // The error code on the wire is `DBInstanceNotFound`; the class has a different name.
    'DBInstanceNotFoundFault',
    (options) =>
      new rds.RDSClient(options).send(new rds.DescribeDBInstancesCommand({ DBInstanceIdentifier: 'none' })),
    rds.DBInstanceNotFoundFault,
  ],
  [
    'DBClusterSnapshotNotFoundFault',
    (options) =>
      new rds.RDSClient(options).send(
        new rds.DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: 'none' }),
      ),
    rds.DBClusterSnapshotNotFoundFault,
  ],
  [
    'NoSuchBucket',
    (options) => new s3.S3Client(options).send(new s3.ListObjectsV2Command({ Bucket: 'none' })),
    s3.NoSuchBucket,
  ],
  [
    'ResourceNotFoundException',
    (options) =>
      new secrets.SecretsManagerClient(options).send(new secrets.GetSecretValueCommand({ SecretId: 'none' })),
    secrets.ResourceNotFoundException,
  ],
]

describe('(53) an AWS error', () => {
  it.each(CASES)('is an instance of the SDK’s class %s and has its name', async (name, ask, expected) => {
    const endpoint = await startControlEndpoint(emptyServices(), createJournal(createRealClock()), OPEN)
    onTestFinished(() => endpoint[Symbol.asyncDispose]())
    const options = {
      endpoint: `http://127.0.0.1:${endpoint.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'local' },
      maxAttempts: 1,
    }
    const thrown = await ask(options).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(thrown).toBeInstanceOf(expected)
    expect(thrown).toMatchObject({ name })
  })
})
