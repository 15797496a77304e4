import { TYPES } from '../../../../src/modules/secretsmanager/resources.ts'
import { startFunction } from '../../../lambda/function-fixture.ts'
import { eventually } from '../../../support/conditions.ts'
import type { Scene } from '../scene.ts'

const SecretId = 'database'

/** A secret with a replica and a rotation function that finishes immediately. */
export async function secretsmanager(): Promise<Scene> {
  const { secrets } = await startFunction(
    { 'index.mjs': 'export const handler = async () => {}' },
    {},
    (program) => {
      const other = program.add(TYPES.secret, 'other', {
        name: 'other',
        kmsKeyId: 'arn:aws:kms:us-east-1:000000000000:key/1',
        tags: { project: 'meridian' },
      })
      program.add(TYPES.secretRotation, 'other', {
        secretId: other.id,
        rotationLambdaArn: 'arn:aws:lambda:us-east-1:000000000000:function:rotator',
        rotateImmediately: false,
        rotationRules: { automaticallyAfterDays: 7 },
      })
      program.add(TYPES.secretVersion, 'other', {
        secretId: other.id,
        secretString: 'another',
      })
    },
  )
  return {
    service: secrets.control!,
    async play(call) {
      await call('GetRandomPassword', { PasswordLength: 12 })
      const { VersionId } = await call('PutSecretValue', { SecretId, SecretString: 'second' })
      await call('GetSecretValue', { SecretId })
      const { VersionIdsToStages } = await call('DescribeSecret', { SecretId })
      const [previous] = Object.entries(VersionIdsToStages as Record<string, string[]>).find(([, stages]) =>
        stages.includes('AWSPREVIOUS'),
      )!
      await call('UpdateSecretVersionStage', {
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: previous,
        RemoveFromVersionId: VersionId,
      })
      await call('RotateSecret', { SecretId })
      await eventually(
        'the end of the rotation',
        () => call('DescribeSecret', { SecretId }),
        ({ LastRotatedDate }) => LastRotatedDate !== undefined,
      )
      await call('ListSecrets')
      await call('CancelRotateSecret', { SecretId })
      await call('ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: 'ap-northeast-2' }] })
      await call('DescribeSecret', { SecretId })
      await call('DescribeSecret', { SecretId: 'other' })
      await call('ListSecrets')
      await call('RemoveRegionsFromReplication', { SecretId, RemoveReplicaRegions: ['ap-northeast-2'] })
      await call('StopReplicationToReplica', { SecretId }, 'us-west-2')
    },
  }
}
