import type { GlobalDatabase } from '@meridian/failover'
import { FakeGlobalDatabase, startRdsServer } from '@meridian/failover/testing'
import { createAwsClients } from '@meridian/operator-tools'
import { sampleOutputs, sampleWorld } from '@meridian/operator-tools/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrationRegion } from '../src/migration/run-migration.ts'

/** The region where the tools would run a migration, given what RDS answers. */
async function regionBy(answer: (region: string) => GlobalDatabase | undefined): Promise<string> {
  const { endpoint } = await startRdsServer(({ region }) => answer(region))
  const target = sampleWorld({ endpoint })
  const aws = createAwsClients(target)
  onTestFinished(() => aws[Symbol.dispose]())
  return await migrationRegion(target, aws)
}

describe('the migration', async () => {
  const database = new FakeGlobalDatabase()
  const first = await database.describe()
  database.writer = sampleOutputs().database.regions['ap-northeast-2'].clusterArn
  const moved = await database.describe()

  it('runs in the current writer region, whichever region was the first primary', async () => {
    expect(await regionBy(() => first)).toBe('us-east-1')
    expect(await regionBy(() => moved)).toBe('ap-northeast-2')
  })

  it('asks the next region when one does not answer', async () => {
    expect(await regionBy((region) => (region === 'us-east-1' ? undefined : moved))).toBe('ap-northeast-2')
  })

  it('is refused while no region reports who writes', async () => {
    await expect(regionBy(() => undefined)).rejects.toThrow(/that region is unknown/)
    const members = first.members.map((member) => ({ ...member, isWriter: false }))
    await expect(regionBy(() => ({ ...first, members }))).rejects.toThrow(/no member of the database writes/)
  })
})
