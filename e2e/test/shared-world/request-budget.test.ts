import { randomUUID } from 'node:crypto'
import { ecs, rds } from '@meridian/local-world'
import { until } from '@meridian/operator-tools'
import { describe, expect } from 'vitest'
import type { BootedWorld } from '../../src/booted-world.ts'
import { it } from '../../src/shared-world.ts'
import { anyCampaign, edgeUrl, get, postLead } from '../../src/visitor.ts'

const SEOUL = 'ap-northeast-2'
/** What the edge allows for a write's origin; a read has two origins of 10 s, plus 2 s for each connection. */
const BUDGET_MS = 30_000
/** Of `marketing-api`: 8 s for a write parked until there is a writer, and 4 s for everything else. */
const API_BUDGET_MS = 12_000
/** For network latency, and a machine that may be busy. */
const ON_THE_WAY_MS = 5_000
const OUR_PAGE = /We will be right back|잠시/

let world: BootedWorld
let campaignSlug: string
it.beforeAll(async ({ sharedWorld }) => {
  world = sharedWorld
  campaignSlug = await anyCampaign(world, 'seoul')
})

interface Answered {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly tookMs: number
}

async function timed(ask: Promise<Response>): Promise<Answered> {
  const sinceMs = performance.now()
  const answer = await ask
  const body = await answer.text()
  const type = answer.headers.get('content-type') ?? ''
  return { status: answer.status, type, body, tookMs: performance.now() - sinceMs }
}

/** All kinds of requests that a visitor in Seoul may be making. */
async function askEverything() {
  const lead = { campaignSlug, email: 'budget@example.com' }
  const form = new URLSearchParams({
    campaign: campaignSlug,
    locale: 'ko',
    name: 'A Visitor',
    email: lead.email,
    consent: 'yes',
    key: randomUUID(),
  })
  const sendForm = fetch(new URL('/forms/lead', edgeUrl(world, 'seoul')), {
    method: 'POST',
    body: form,
    redirect: 'manual',
  })
  const [page, read, write, submitted] = await Promise.all([
    timed(get(world, 'seoul', `/ko?at=${randomUUID()}`)),
    timed(get(world, 'seoul', '/api/campaigns?locale=ko')),
    timed(postLead(world, 'seoul', lead, randomUUID())),
    timed(sendForm),
  ])
  return { page, read, write, submitted }
}

/** Injects, requests, heals, and waits until Seoul serves itself again. */
async function whileHanging(requests: readonly Readonly<Record<string, unknown>>[]) {
  const injected = await Promise.all(requests.map((request) => world.failures.inject(request)))
  try {
    return await askEverything()
  } finally {
    for (const { id } of injected) await world.failures.heal(id)
    await until(
      'Seoul to store what its visitors send',
      async () => {
        const { status, headers } = await postLead(
          world,
          'seoul',
          { campaignSlug, email: 'healed@example.com' },
          randomUUID(),
        )
        return { status, region: headers.get('x-meridian-region') }
      },
      ({ status, region }) => status === 201 && region === SEOUL,
    )
  }
}

const freezeTasks = (service: string) =>
  world
    .running(ecs)
    .tasks()
    .filter(({ region, serviceArn }) => region === SEOUL && serviceArn?.endsWith(`/${service}`))
    .filter(({ lastStatus }) => lastStatus === 'RUNNING')
    .map(({ arn }) => ({ kind: 'freeze-task', task: arn }))

const freezeDatabases = (
  isWanted: (instance: { readonly region: string; readonly role: string }) => boolean,
) =>
  world
    .running(rds)
    .instances()
    .filter(isWanted)
    .map(({ id }) => ({ kind: 'freeze-database', instance: id }))

/** A success, or an error that says what failed: a problem from the API, one of our pages from the edge and the site. */
function expectNamed({ status, type, body }: Answered): void {
  if (status < 400) return
  expect([502, 503, 504]).toContain(status)
  if (type.includes('json')) expect(JSON.parse(body)).toMatchObject({ status, code: expect.any(String) })
  else expect(body).toMatch(OUR_PAGE)
}

describe('while one hop hangs, no request outlives its budget and each answer says what failed:', () => {
  it.each([
    ['the writer', () => freezeDatabases(({ role }) => role === 'writer')],
    ['the readers of the region', () => freezeDatabases(({ region }) => region === SEOUL)],
    ['the API of the region', () => freezeTasks('marketing-api')],
    ['the frontend of the region', () => freezeTasks('frontend')],
  ])('%s', async (hop, hanging) => {
    const failures = hanging()
    expect(failures.length).toBeGreaterThan(0)
    const answers = await whileHanging(failures)
    for (const [what, answer] of Object.entries(answers)) {
      expect(answer.tookMs, what).toBeLessThan(BUDGET_MS + ON_THE_WAY_MS)
      expectNamed(answer)
    }
    // Every region can read, whichever hop hangs.
    expect([answers.page.status, answers.read.status]).toEqual([200, 200])
    if (hop !== 'the writer') return
    expect(answers.write.tookMs).toBeLessThan(API_BUDGET_MS + ON_THE_WAY_MS)
    expect(answers.write.type).toContain('application/problem+json')
  })
})
