import {
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { createRdsControl, describeDatabase, isSettled } from '@meridian/failover'
import { rds } from '@meridian/local-world'
import { createAwsClients, until } from '@meridian/operator-tools'
import { DATABASE_NAME, FIRST_PRIMARY, instanceId } from '@meridian/topology'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BootedWorld, bootWorld } from '../../src/booted-world.ts'
import { anyCampaign, failuresWhile, postLead } from '../../src/visitor.ts'

const SECRET = 'meridian/database'
const TEST_MS = 120_000

let world: BootedWorld
let client: SecretsManagerClient
beforeAll(async () => {
  world = await bootWorld()
  client = new SecretsManagerClient({
    endpoint: world.controlEndpoint,
    region: 'us-east-1',
    credentials: world.trust.keys.own,
  })
}, TEST_MS)
afterAll(async () => {
  client?.destroy()
  await world?.[Symbol.asyncDispose]()
})

/** The secret's current login. */
async function login(): Promise<{ username: string; password: string }> {
  const { SecretString = '{}' } = await client.send(new GetSecretValueCommand({ SecretId: SECRET }))
  return JSON.parse(SecretString)
}

const username = async () => (await login()).username

async function rotate(): Promise<void> {
  const before = await username()
  await client.send(new RotateSecretCommand({ SecretId: SECRET }))
  await until('the next login', username, (now) => now !== before)
}

/** Ends every session of the services, in every region, as a failover or a quiet night does. */
async function endSessions(): Promise<void> {
  const databases = world.running(rds)
  for (const { id } of databases.instances()) {
    const admin = new pg.Client(databases.administrate(id))
    await admin.connect()
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'marketing-api%'",
    )
    await admin.end()
  }
}

it(
  'rotating the login twice under load fails no request',
  async () => {
    const campaignSlug = await anyCampaign(world, 'seoul')
    const failures = await failuresWhile(world, 'seoul', '/api/campaigns?locale=ko', async () => {
      await rotate()
      // The second rotation changes the login that every task was started with.
      await rotate()
      await endSessions()
      for (const n of [1, 2, 3]) {
        const lead = { campaignSlug, email: `rotated-${n}@example.com` }
        const answer = await postLead(world, 'seoul', lead, crypto.randomUUID())
        expect(answer.status, await answer.text()).toBe(201)
      }
    })
    expect(failures).toEqual([])
    // Only Seoul's own tasks read Seoul's copy of the secret.
    const read = world.journal
      .entries()
      .filter(
        ({ subject, region }) => subject === 'secretsmanager:GetSecretValue' && region === 'ap-northeast-2',
      )
    expect(read.length).toBeGreaterThan(0)
  },
  TEST_MS,
)

/** Switches over to us-west-2 and waits until every member follows. */
async function moveWriterToOregon(): Promise<void> {
  using aws = createAwsClients(world.target)
  const control = createRdsControl(aws)
  const { globalClusterId, regions } = world.target.stackOutputs.database
  const { clusterArn } = regions['us-west-2']
  await control.switchover(FIRST_PRIMARY, globalClusterId, clusterArn)
  await until(
    'us-west-2 to write and everybody to follow it',
    async () => {
      const database = await control.describe('us-west-2', globalClusterId)
      const writer = database.members.find(({ isWriter }) => isWriter)?.arn
      return { writer, isSettled: isSettled(database), seen: describeDatabase(database) }
    },
    ({ writer, isSettled: isOver }) => writer === clusterArn && isOver,
    { deadlineMs: 60_000 },
  )
}

/** Whether this server accepts writes with the secret's login. */
async function takesWritesOf(id: string): Promise<boolean> {
  const { host, port } = world.running(rds).administrate(id)
  const { username: user, password } = await login()
  const visitor = new pg.Client({
    host,
    port,
    user,
    password,
    database: DATABASE_NAME,
    ssl: { rejectUnauthorized: false },
  })
  await visitor.connect()
  try {
    const { rows } = await visitor.query('SELECT NOT pg_is_in_recovery() AS writes')
    return rows[0].writes
  } finally {
    await visitor.end()
  }
}

it(
  'a rotation after a switchover reaches the new writer, and services keep writing with the new login',
  async () => {
    await moveWriterToOregon()
    const campaignSlug = await anyCampaign(world, 'seoul')
    const failures = await failuresWhile(world, 'seoul', '/api/campaigns?locale=ko', async () => {
      // Rotates both logins, so that the one used for the switchover is gone.
      await rotate()
      await rotate()
      expect(await takesWritesOf(instanceId('us-west-2', 1))).toBe(true)
      expect(await takesWritesOf(instanceId('us-east-1', 1))).toBe(false)
      await endSessions()
      for (const city of ['new-york', 'seoul'] as const) {
        const lead = { campaignSlug, email: `rotated-in-oregon-from-${city}@example.com` }
        const answer = await postLead(world, city, lead, crypto.randomUUID())
        expect(answer.status, await answer.text()).toBe(201)
        expect(answer.headers.get('x-meridian-database')).toBe(`${instanceId('us-west-2', 1)} (writer)`)
      }
    })
    expect(failures).toEqual([])
  },
  TEST_MS,
)
