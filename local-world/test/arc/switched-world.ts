import { onTestFinished } from 'vitest'
import { createManualClock } from '../../src/kernel/clock.ts'
import { createSettings } from '../../src/kernel/settings.ts'
import { startArc } from '../../src/modules/arc/engine/start.ts'
import { planArc } from '../../src/modules/arc/plan/plan.ts'
import { startRoute53 } from '../../src/modules/route53/engine/start.ts'
import { planRoute53 } from '../../src/modules/route53/plan/plan.ts'
import { startControlEndpoint } from '../../src/wire/control-endpoint.ts'
import { createStandIns } from '../route53/stand-ins.ts'
import { OPEN } from '../support/test-trust.ts'
import { switchedGraph } from './switched-program.ts'

/** ARC and Route 53 at one endpoint until the test ends; the wait periods of safety rules follow the clock. */
export async function startSwitched() {
  const { world, dependencies } = createStandIns()
  const clock = createManualClock()
  const graph = switchedGraph()
  const arc = startArc(planArc(graph), { ...world, clock, settings: createSettings({ timeScale: 1 }) })
  const route53 = await startRoute53(planRoute53(graph), world, { ...dependencies, arc })
  const services = [arc, route53].flatMap(({ control }) => control ?? [])
  const endpoint = await startControlEndpoint(services, world.journal, OPEN)
  onTestFinished(async () => {
    for (const part of [endpoint, route53, arc]) await part[Symbol.asyncDispose]()
  })
  return { clock, route53, endpoint, journal: world.journal, url: `http://127.0.0.1:${endpoint.port}` }
}
