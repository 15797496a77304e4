import { TYPES } from '../../../../src/modules/secretsmanager/resources.ts'
import { startFunction } from '../../../lambda/function-fixture.ts'
import type { Scene } from '../scene.ts'

const SecretId = 'database'

/** A secret with a replica and a rotation function that finishes at once. */
export async function secretsmanager(): Promise<Scene> {
  const { secrets } = await startFunction(
    { 'index.mjs': 'export const handler = async () => {}' },
    {},
    (program) => {
      const other = program.add(TYPES.secret, 'other', { name: 'other' })
      program.add(TYPES.secretVersion, 'other', {
        secretId: other.id,
        secretBinary: Buffer.from('bytes').toString('base64'),
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
      await call('CancelRotateSecret', { SecretId })
      await call('ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: 'ap-northeast-2' }] })
      await call('DescribeSecret', { SecretId })
      await call('ListSecrets')
      await call('RemoveRegionsFromReplication', { SecretId, RemoveReplicaRegions: ['ap-northeast-2'] })
      await call('StopReplicationToReplica', { SecretId }, 'us-west-2')
    },
  }
}
