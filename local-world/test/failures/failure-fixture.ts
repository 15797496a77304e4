import { onTestFinished } from 'vitest'
import { type RunningFaults, startFaults } from '../../src/failures/index.ts'
import { createSystemSource, monitorMachine } from '../../src/kernel/machine-load/index.ts'
import { createTrust } from '../../src/kernel/trust/trust.ts'
import type { Wan } from '../../src/kernel/wan.ts'
import { createWan } from '../../src/wan/create-wan.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { type RunningService, startService } from '../ecs/service-fixture.ts'
import { OPEN } from '../support/test-trust.ts'

export interface FaultWorld extends RunningService {
  readonly faults: RunningFaults
  /** What the faults' endpoint asks for. */
  readonly token: string
  readonly wan: Wan
  /** Of the control endpoint. */
  readonly endpoint: string
  /** `POST`, `GET` or `DELETE` at the faults' endpoint. */
  ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }>
}

/** A service in us-east-1 with its load balancer and control plane, and the means to break them. */
export async function startFaultWorld(): Promise<FaultWorld> {
  const service = await startService({ service: { desiredCount: 1 } })
  const { clock, graph, journal, settings } = service.world
  const machine = monitorMachine({ clock, source: createSystemSource() })
  const wan = createWan(settings, clock, journal)
  const services = [service.ecs, service.elbv2, service.secrets].flatMap(({ control }) => control ?? [])
  const control = await startControlEndpoint(services, journal, OPEN)
  const trust = createTrust()
  const faults = await startFaults(
    {
      world: { clock, graph, journal, wan },
      machine,
      outages: control.outages,
      ecs: service.ecs,
      elbv2: service.elbv2,
      rds: undefined,
    },
    trust,
    0,
  )
  onTestFinished(async () => {
    for (const part of [faults, control, wan]) await part[Symbol.asyncDispose]()
    machine[Symbol.dispose]()
  })
  return {
    ...service,
    faults,
    token: trust.token,
    wan,
    endpoint: `http://127.0.0.1:${control.port}`,
    async ask(method, path, body) {
      const answer = await fetch(`${faults.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${trust.token}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    },
  }
}
