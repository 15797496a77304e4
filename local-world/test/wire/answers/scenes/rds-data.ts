import { onTestFinished } from 'vitest'
import { createRdsDataControl } from '../../../../src/modules/rdsdata/control/service.ts'
import { startDatabaseWorld } from '../../../rds/database-world.ts'
import { fixtureGraph } from '../../../rds/fixture-program.ts'
import type { Scene } from '../scene.ts'

/** A real server, because columns and values come from PostgreSQL. */
export async function rdsData(): Promise<Scene> {
  const world = await startDatabaseWorld({ graph: fixtureGraph({ regions: ['us-east-1'] }) })
  onTestFinished(() => world[Symbol.asyncDispose]())
  const [instance] = world.rds.instances()
  const session = world.rds.administrate(instance?.id ?? '')
  const service = createRdsDataControl({
    serverOf: () => ({ port: session.port }),
    secretString: () => JSON.stringify({ username: session.user, password: session.password }),
  })
  const asked = {
    resourceArn: 'arn:aws:rds:us-east-1:000000000000:cluster:meridian-use1',
    secretArn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:a',
  }
  return {
    service,
    async play(call) {
      const sql = "select 1 as one, 1.5::float8 as half, 'a' as letter, true as yes, null as nothing"
      await call('ExecuteStatement', { ...asked, sql, includeResultMetadata: true })
      await call('ExecuteStatement', { ...asked, sql, formatRecordsAs: 'JSON' })
    },
  }
}
