import fc from 'fast-check'
import { expect, it } from 'vitest'
import { prepareRead } from '../src/prepared.ts'
import { SimulatedWorld } from './simulated-world.ts'

const findKey = prepareRead<{ key: string }, { key: string }>((db, { key }) =>
  db.selectFrom('idempotency_keys').select('key').where('key', '=', key),
)

type Step =
  | { readonly do: 'write'; readonly visitor: number; readonly region: number }
  | { readonly do: 'read'; readonly visitor: number; readonly region: number }
  | { readonly do: 'replicate'; readonly region: number; readonly most: number }
  | { readonly do: 'lose-answer'; readonly when: 'lost-after' | 'lost-before' }
  | { readonly do: 'switch-over'; readonly region: number }
  | { readonly do: 'fail-over'; readonly region: number; readonly isIsolated: boolean }
  | { readonly do: 'replace-service'; readonly region: number }
  | { readonly do: 'heal' }

const region = fc.nat({ max: 2 })
const visitor = fc.nat({ max: 3 })
const STEPS: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), visitor, region }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('read' as const), visitor, region }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('replicate' as const),
        region,
        most: fc.integer({ min: 1, max: 4 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('lose-answer' as const),
        when: fc.constantFrom('lost-after' as const, 'lost-before' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('switch-over' as const), region }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('fail-over' as const), region, isIsolated: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('replace-service' as const), region }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('heal' as const) }) },
  ),
  { minLength: 4, maxLength: 30 },
)

/** What a visitor's browser would have received and kept. */
interface Visitor {
  token: string | undefined
  readonly acknowledged: Set<string>
  readonly seen: Set<string>
}

/** Broken guarantees; empty when all hold. */
async function play(steps: readonly Step[]): Promise<string[]> {
  const world = new SimulatedWorld()
  const visitors: Visitor[] = Array.from({ length: 4 }, () => ({
    token: undefined,
    acknowledged: new Set<string>(),
    seen: new Set<string>(),
  }))
  const broken: string[] = []
  let writes = 0

  const write = async (of: Visitor, at: number, key: string) => {
    const claim = { key, operation: 'write', fingerprint: 'f', outcome: { key } }
    const { consistency } = world.services[at]!
    const { token } = await consistency
      .writeOnce(claim, (claimed) => claimed, of.token)
      .catch((error) => {
        const isStored = world.servers[world.writer]!.storedKeys().has(key)
        if (world.leadsToWriter(at)) broken.push(`${key} was refused although there was a writer: ${error}`)
        if (isStored && error.code === 'MERIDIAN_DATABASE_WRITER_UNAVAILABLE')
          broken.push(`${key} is stored, and was said not to be`)
        throw error
      })
    of.token = token
    of.acknowledged.add(key)
  }
  const read = async (of: Visitor, at: number) => {
    const key = [...of.acknowledged].at(-1) ?? [...of.seen].at(-1) ?? 'key-0'
    const mustHave = of.acknowledged.has(key) || of.seen.has(key)
    const { value, token } = await world.services[at]!.consistency.read(findKey, { key }, { token: of.token })
    of.token = token
    if (value.length > 0) of.seen.add(key)
    else if (mustHave && !world.lost.has(key)) broken.push(`stale: ${key} was not found in region ${at}`)
  }

  for (const step of steps) {
    try {
      if (step.do === 'write') await write(visitors[step.visitor]!, step.region, `key-${writes++}`)
      else if (step.do === 'read') await read(visitors[step.visitor]!, step.region)
      else if (step.do === 'replicate') world.replicate(step.region, step.most)
      else if (step.do === 'lose-answer') world.loseNextAnswer(step.when)
      else if (step.do === 'replace-service') await world.replaceService(step.region)
      else if (step.do === 'switch-over') world.switchOver(step.region)
      else if (step.do === 'fail-over') world.failOver(step.region, step.isIsolated)
      else world.heal()
    } catch (error) {
      // A refusal is allowed if it says when to retry or that the outcome is unknown.
      if (!isRefusal(error)) broken.push(`${step.do} failed: ${String(error)}`)
    }
  }
  world.heal()
  const kept = world.servers[world.writer]!.keysInOrder()
  if (new Set(kept).size !== kept.length) broken.push(`stored twice: ${kept.join(' ')}`)
  for (const { acknowledged } of visitors)
    for (const key of acknowledged)
      if (!kept.includes(key) && !world.lost.has(key)) broken.push(`lost although acknowledged: ${key}`)
  for (const { key, epoch, newestKnown } of world.accepted)
    if (epoch < newestKnown)
      broken.push(`${key} was accepted in epoch ${epoch} after ${newestKnown} was known`)
  for (const key of world.takenByFormer) broken.push(`${key} was taken by a server that had been replaced`)
  await world.close()
  return broken
}

function isRefusal(error: unknown): boolean {
  const { code, retryAfterSeconds } = error as { code?: string; retryAfterSeconds?: number }
  return retryAfterSeconds !== undefined || code === 'MERIDIAN_DATABASE_OUTCOME_UNKNOWN'
}

// INV-DATABASE-1, INV-DATABASE-2, INV-DATABASE-3, INV-DATABASE-4, INV-DATABASE-6, INV-DATABASE-7
it('keeps its guarantees under any order of lag, lost answers, switchovers, failovers, isolation and new tasks', async () => {
  await fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      expect(await play(steps)).toEqual([])
    }),
    { numRuns: 400, interruptAfterTimeLimit: 15_000 },
  )
}, 40_000)
