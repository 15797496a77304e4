import {
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager'
import { rds } from '@meridian/local-world'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BootedWorld, bootWorld } from '../src/booted-world.ts'
import { until } from '../src/until.ts'
import { anyCampaign, failuresWhile, postLead } from '../src/visitor.ts'

const SECRET = 'meridian/database'
const TEST_MS = 120_000

let world: BootedWorld
let client: SecretsManagerClient
beforeAll(async () => {
  world = await bootWorld()
  client = new SecretsManagerClient({
    endpoint: world.controlEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
}, TEST_MS)
afterAll(async () => {
  client?.destroy()
  await world?.[Symbol.asyncDispose]()
})

async function username(): Promise<string> {
  const { SecretString = '{}' } = await client.send(new GetSecretValueCommand({ SecretId: SECRET }))
  return String(JSON.parse(SecretString).username)
}

async function rotate(): Promise<void> {
  const before = await username()
  await client.send(new RotateSecretCommand({ SecretId: SECRET }))
  await until('the next login', username, (now) => now !== before)
}

/** Every session of the services, in every region: what a failover or a long night does to pools. */
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
  'a login that is rotated twice under load, and asked for by every pool anew, fails no request',
  async () => {
    const campaignSlug = await anyCampaign(world, 'seoul')
    const failures = await failuresWhile(world, 'seoul', '/api/campaigns?locale=ko', async () => {
      await rotate()
      // The second time changes the login that every task was started with.
      await rotate()
      await endSessions()
      for (const n of [1, 2, 3]) {
        const lead = { campaignSlug, email: `rotated-${n}@example.com` }
        const answer = await postLead(world, 'seoul', lead, crypto.randomUUID())
        expect(answer.status, await answer.text()).toBe(201)
      }
    })
    expect(failures).toEqual([])
    // Nobody but Seoul's own tasks reads Seoul's copy of the secret.
    const read = world.journal
      .entries()
      .filter(
        ({ subject, region }) => subject === 'secretsmanager:GetSecretValue' && region === 'ap-northeast-2',
      )
    expect(read.length).toBeGreaterThan(0)
  },
  TEST_MS,
)
