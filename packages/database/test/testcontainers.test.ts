import { expect, it } from 'vitest'
import { applyMigrations } from '../src/migrate.ts'
import { requiredSchemaVersion } from '../src/schema-version.ts'
import { describeWithDocker } from './describe-with-docker.ts'

describeWithDocker('on the official PostgreSQL image', () => {
  it('applies the migrations', async () => {
    const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
    await using container = await new PostgreSqlContainer('postgres:17').start()
    const result = await applyMigrations({
      endpoint: { host: container.getHost(), port: container.getPort() },
      credentials: { username: container.getUsername(), password: container.getPassword() },
      database: container.getDatabase(),
      tls: 'off',
      applicationName: 'test',
    })
    expect(result.version).toBe(requiredSchemaVersion())
  }, 120_000)
})
