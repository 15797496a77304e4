import { onTestFinished } from 'vitest'
import { type RunningFailures, startFailures } from '../../src/failures/index.ts'
import { createSystemSource, monitorMachine } from '../../src/kernel/machine-load/index.ts'
import { createTrust } from '../../src/kernel/trust/trust.ts'
import type { Wan } from '../../src/kernel/wan.ts'
import { ecs } from '../../src/modules/ecs/index.ts'
import { elbv2 } from '../../src/modules/elbv2/index.ts'
import { createWan } from '../../src/wan/create-wan.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { type RunningService, startService } from '../ecs/service-fixture.ts'
import { OPEN } from '../support/test-trust.ts'

export interface FailureWorld extends RunningService {
  readonly failures: RunningFailures
  /** Token that the failure endpoint requires. */
  readonly token: string
  readonly wan: Wan
  /** URL of the control endpoint. */
  readonly endpoint: string
  /** Sends `POST`, `GET` or `DELETE` to the failure endpoint. */
  ask(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }>
}

/** A service in us-east-1 with its load balancer and control plane, and a way to inject failures into them. */
export async function startFailureWorld(): Promise<FailureWorld> {
  const service = await startService({ service: { desiredCount: 1 } })
  const { clock, journal, settings } = service.world
  const machine = monitorMachine({ clock, source: createSystemSource() })
  const wan = createWan(settings, clock, journal)
  const services = [service.ecs, service.elbv2, service.secrets].flatMap(({ control }) => control ?? [])
  const control = await startControlEndpoint(services, journal, OPEN)
  const trust = createTrust()
  const failures = await startFailures(
    {
      clock,
      journal,
      machine,
      wan,
      outages: control.outages,
      modules: [
        { module: elbv2, running: service.elbv2 },
        { module: ecs, running: service.ecs },
      ],
    },
    trust,
    0,
  )
  onTestFinished(async () => {
    for (const part of [failures, control, wan]) await part[Symbol.asyncDispose]()
    machine[Symbol.dispose]()
  })
  return {
    ...service,
    failures,
    token: trust.token,
    wan,
    endpoint: `http://127.0.0.1:${control.port}`,
    async ask(method, path, body) {
      const answer = await fetch(`${failures.url}${path}`, {
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
