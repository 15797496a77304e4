import {
  CancelRotateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RemoveRegionsFromReplicationCommand,
  ReplicateSecretToRegionsCommand,
  RotateSecretCommand,
  StopReplicationToReplicaCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager'
import { describe, expect, it } from 'vitest'
import { startFunction } from '../lambda/function-fixture.ts'
import { eventually } from '../support/conditions.ts'

/** An ordinary rotation function; the SDK finds Secrets Manager under its real name, and comes with the runtime. */
const ROTATION = `
import {
  GetRandomPasswordCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'

const client = new SecretsManagerClient()
let breaks = process.env.BREAKS_ONCE_AT
export async function handler({ Step, SecretId, ClientRequestToken }) {
  if (Step === breaks) {
    breaks = undefined
    throw new Error('the database is away')
  }
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }))
  if (!VersionIdsToStages[ClientRequestToken]?.includes('AWSPENDING')) throw new Error('not announced')
  if (Step === 'createSecret') {
    const { RandomPassword } = await client.send(
      new GetRandomPasswordCommand({ PasswordLength: 12, ExcludePunctuation: true }),
    )
    const SecretString = 'rotated ' + RandomPassword
    const VersionStages = ['AWSPENDING']
    const put = new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages })
    // A step that is called again finds its value already set, and leaves it.
    await client.send(put).catch((error) => {
      if (error.name !== 'ResourceExistsException') throw error
    })
  }
  if (Step === 'finishSecret') {
    const [current] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'))
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: 'AWSCURRENT',
        MoveToVersionId: ClientRequestToken,
        RemoveFromVersionId: current,
      }),
    )
  }
}
`

async function start(variables: Readonly<Record<string, string>> = {}) {
  const started = await startFunction({ 'index.mjs': ROTATION }, { environment: { variables } })
  const east = started.secretsIn('us-east-1')
  const west = started.secretsIn('us-west-2')
  const read = async (client = east, VersionStage = 'AWSCURRENT') =>
    (await client.send(new GetSecretValueCommand({ SecretId: 'database', VersionStage }))).SecretString
  const rotate = () => east.send(new RotateSecretCommand({ SecretId: 'database' }))
  const happened = (event: string) => started.world.journal.entries().some((entry) => entry.event === event)
  return { ...started, east, west, read, rotate, happened }
}

describe('RotateSecret', () => {
  // INV-SECRETSMANAGER-5
  it('calls the function for its four steps, and replicas follow', async () => {
    const { east, west, read, rotate } = await start()
    const { VersionId } = await rotate()
    await eventually('the new value', read, (value) => value !== 'first')
    expect(await read()).toMatch(/^rotated \w{12}$/)
    expect(await read(west)).toBe(await read())
    expect(await read(east, 'AWSPREVIOUS')).toBe('first')
    const described = await eventually(
      'the end of the rotation',
      () => east.send(new DescribeSecretCommand({ SecretId: 'database' })),
      ({ LastRotatedDate }) => LastRotatedDate !== undefined,
    )
    expect(described).toMatchObject({
      RotationEnabled: true,
      RotationRules: { ScheduleExpression: 'rate(7 days)', Duration: '3h' },
    })
    expect(described.VersionIdsToStages?.[VersionId ?? '']).toContain('AWSCURRENT')
  })

  // INV-SECRETSMANAGER-5
  it('leaves a failed rotation pending, and resumes it', async () => {
    const { east, read, rotate, happened } = await start({ BREAKS_ONCE_AT: 'testSecret' })
    const { VersionId } = await rotate()
    await eventually('the failure', () => happened('rotation failed'))
    expect(await read()).toBe('first')
    expect(await read(east, 'AWSPENDING')).toMatch(/^rotated/)
    expect((await rotate()).VersionId).toBe(VersionId)
    await eventually('the new value', read, (value) => value !== 'first')
  })

  it('is refused on a replica and without a rotation function; CancelRotateSecret turns it off', async () => {
    const { east, west } = await start()
    const onReplica = west.send(new RotateSecretCommand({ SecretId: 'database' }))
    await expect(onReplica).rejects.toMatchObject({ name: 'InvalidRequestException' })
    await east.send(new CancelRotateSecretCommand({ SecretId: 'database' }))
    const described = await east.send(new DescribeSecretCommand({ SecretId: 'database' }))
    expect(described).toMatchObject({ RotationEnabled: false })
    await expect(east.send(new UpdateSecretCommand({ SecretId: 'database' }))).rejects.toMatchObject({
      message: expect.stringContaining('UpdateSecret is not implemented'),
    })
  })
})

describe('replication of a secret', () => {
  // INV-SECRETSMANAGER-6
  it('can be extended, reduced, and stopped where the primary is lost', async () => {
    const { east, west, read, secretsIn } = await start()
    const seoul = secretsIn('ap-northeast-2')
    const regions = [{ Region: 'ap-northeast-2' }]
    await east.send(new ReplicateSecretToRegionsCommand({ SecretId: 'database', AddReplicaRegions: regions }))
    expect(await read(seoul)).toBe('first')
    await east.send(
      new RemoveRegionsFromReplicationCommand({
        SecretId: 'database',
        RemoveReplicaRegions: ['ap-northeast-2'],
      }),
    )
    await expect(read(seoul)).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    const { ARN } = await west.send(new StopReplicationToReplicaCommand({ SecretId: 'database' }))
    expect(ARN).toContain(':us-west-2:')
    const described = await west.send(new DescribeSecretCommand({ SecretId: 'database' }))
    expect(described.PrimaryRegion).toBe('us-west-2')
    expect(await read(west)).toBe('first')
  })
})
