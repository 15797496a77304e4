import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunningFailures } from '../../src/failures/index.ts'
import { startDatabaseFailures } from '../rds/database-failures.ts'
import { type DatabaseWorld, startDatabaseWorld } from '../rds/database-world.ts'
import { eventually } from '../support/conditions.ts'

let world: DatabaseWorld
let failures: RunningFailures

beforeAll(async () => {
  world = await startDatabaseWorld()
  failures = await startDatabaseFailures(world)
})

afterAll(async () => {
  await failures[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

const instanceIn = (region: string, role: 'writer' | 'reader') =>
  world.rds.instances().find((instance) => instance.region === region && instance.role === role)!

async function ask(instanceId: string, sql: string): Promise<unknown[]> {
  const client = new Client(world.rds.administrate(instanceId))
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

it('a frozen server does not answer, and then resumes where it stopped', async () => {
  const { id } = instanceIn('us-west-2', 'reader')
  const failure = await failures.inject({ kind: 'freeze-database', instance: id })
  const answered = ask(id, 'SELECT 1').then(() => 'answered')
  const waited = new Promise<string>((resolve) => setTimeout(() => resolve('silence'), 100))
  expect(await Promise.race([answered, waited])).toBe('silence')
  await failures.heal(failure.id)
  expect(await answered).toBe('answered')
})

it('paused replication holds writes back until it is healed', async () => {
  const [writer, reader] = [instanceIn('us-east-1', 'writer'), instanceIn('ap-northeast-2', 'reader')]
  const failure = await failures.inject({ kind: 'pause-replication', region: 'ap-northeast-2' })
  await ask(writer.id, 'CREATE TABLE while_paused (id int)')
  const seen = () => ask(reader.id, "SELECT to_regclass('while_paused') IS NOT NULL AS seen")
  expect(await seen()).toEqual([{ seen: false }])
  await failures.heal(failure.id)
  await eventually('the table to arrive', seen, ([row]) => (row as { seen: boolean }).seen)
})

it('refuses replication failures in the writer’s region, and a disk that is too slow', async () => {
  await expect(failures.inject({ kind: 'pause-replication', region: 'us-east-1' })).rejects.toThrow(
    /us-east-1/,
  )
  const { id } = instanceIn('us-east-1', 'writer')
  await expect(failures.inject({ kind: 'slow-disk', instance: id, ms: 101 })).rejects.toThrow(/0 to 100 ms/)
  expect(failures.list()).toEqual([])
})

it('the state names the writer and the status of every server', async () => {
  const writer = instanceIn('us-east-1', 'writer')
  const state = await failures.state()
  expect(state.writer).toBe(writer.id)
  expect(state.instances).toContainEqual(
    expect.objectContaining({
      id: writer.id,
      role: 'writer',
      status: 'available',
      position: expect.anything(),
    }),
  )
})

it('the servers of a lost region are down until it is healed', async () => {
  const { id } = instanceIn('us-west-2', 'reader')
  const failure = await failures.inject({ kind: 'lose-region', region: 'us-west-2' })
  await expect(world.rds.position(id)).rejects.toThrow()
  expect((await failures.state()).instances).toContainEqual(expect.objectContaining({ id, position: null }))
  await failures.heal(failure.id)
  await eventually('the server to come back', () => world.rds.position(id).catch(() => undefined))
})
