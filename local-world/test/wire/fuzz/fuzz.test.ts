import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadConstraints } from '../../../src/wire/constraints.ts'
import { operationSchemas } from '../../../src/wire/schema.ts'
import { type RawCall, rawEndpoint } from '../../support/raw-request.ts'
import { type Subject, startSubjects, stateOf } from './subjects.ts'
import { requestsFor } from './wire-requests.ts'

const SEED = 20_261_201
/** Per operation; set FUZZ_RUNS for more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 40)
/** In total, so that a busy machine sends fewer requests instead of timing out. */
const BUDGET_MS = (30_000 * RUNS) / 40
const WITHIN_MS = 4 * BUDGET_MS
const READS = /^(Describe|Get|Head|List|Test)/

describe('random input', () => {
  it('never causes a server error, and changes nothing when it is refused', {
    timeout: WITHIN_MS,
  }, async () => {
    await using subjects = await startSubjects()
    const send = await rawEndpoint(...subjects.all.map(({ service }) => service))
    const failures: string[] = []
    const operations = subjects.all.flatMap(({ service }) => Object.keys(service.operations))
    const limitMs = Math.max(500, BUDGET_MS / operations.length)
    for (const subject of subjects.all) failures.push(...(await fuzz(subject, send, limitMs)))
    expect(failures.join('\n\n')).toBe('')
  })
})

type Send = Awaited<ReturnType<typeof rawEndpoint>>

async function fuzz(subject: Subject, send: Send, limitMs: number): Promise<readonly string[]> {
  const failures: string[] = []
  const { known, service } = subject
  const schemas = operationSchemas(await service.schemas())
  const constraints = await loadConstraints(service.scope)
  for (const name of Object.keys(service.operations)) {
    const operation = schemas.get(name)
    if (!operation) throw new Error(`${service.scope} has no operation ${name}`)
    const property = fc.asyncProperty(requestsFor(service, operation, constraints, known), (call) =>
      isAnswered(subject, name, call, send),
    )
    const { counterexample, errorInstance, failed } = await fc.check(property, {
      seed: SEED,
      numRuns: RUNS,
      endOnFailure: true,
      interruptAfterTimeLimit: limitMs,
    })
    // A check interrupted before its first request counts as failed, without an error.
    if (failed && errorInstance)
      failures.push(`${(errorInstance as Error).message}\n${JSON.stringify(counterexample)}`)
  }
  return failures
}

async function isAnswered(subject: Subject, operation: string, call: RawCall, send: Send): Promise<void> {
  const isReading = READS.test(operation)
  const before = isReading ? '' : await stateOf(subject)
  const reply = await send(call)
  const seen = `${subject.service.scope}:${operation} answered ${reply.status} ${reply.code}: ${reply.message}`
  if (reply.status >= 500 && reply.code !== 'NotImplemented') throw new Error(seen)
  if (reply.status < 400) return
  if (reply.code === undefined && call.method !== 'HEAD') throw new Error(`${seen}, without a code`)
  if (!isReading) expect(await stateOf(subject), seen).toBe(before)
}
