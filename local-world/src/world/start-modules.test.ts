import { ResourceGraph } from '@meridian/resource-graph'
import { describe, expect, it } from 'vitest'
import type { AnyWorldModule, World } from '../kernel/module.ts'
import { ModuleFailedError, PlanRefusedError } from './errors.ts'
import { startModules } from './start-modules.ts'

const graph = new ResourceGraph({ project: 'p', stack: 's', nodes: [], stackOutputs: {}, config: {} })
const world = () => ({ graph }) as World

function moduleNamed(name: string, log: string[], overrides: Partial<AnyWorldModule> = {}): AnyWorldModule {
  return {
    name,
    resources: {},
    needs: [],
    plan: () => `plan of ${name}`,
    start: async (plan: string) => {
      log.push(`start ${name} with ${plan}`)
      return { addresses: () => [], [Symbol.asyncDispose]: async () => void log.push(`stop ${name}`) }
    },
    ...overrides,
  }
}

describe('starting modules', () => {
  it('starts no more modules after it is aborted, and stops those that have started', async () => {
    const stop = new AbortController()
    const log: string[] = []
    const network = moduleNamed('network', log)
    const start: AnyWorldModule['start'] = (plan, inWorld) => {
      stop.abort(new Error('stopped'))
      return network.start(plan, inWorld)
    }
    const table = [{ ...network, start }, moduleNamed('rds', log, { needs: ['network'] })]
    await expect(startModules(table, world, { signal: stop.signal })).rejects.toThrow('stopped')
    expect(log).toEqual(['start network with plan of network', 'stop network'])
  })

  it('starts each after its dependencies and stops in reverse table order', async () => {
    const log: string[] = []
    const table = [moduleNamed('network', log), moduleNamed('rds', log, { needs: ['network'] })]
    const running = await startModules(table, world)
    await running[Symbol.asyncDispose]()
    await running[Symbol.asyncDispose]()
    expect(log).toEqual([
      'start network with plan of network',
      'start rds with plan of rds',
      'stop rds',
      'stop network',
    ])
  })

  it('starts nothing when the plan refuses the program, and lists every problem', async () => {
    const log: string[] = []
    const refuse = (message: string) => ({
      plan: () => {
        throw new Error(message)
      },
    })
    const table = [
      moduleNamed('a', log),
      moduleNamed('b', log, refuse('no default record')),
      moduleNamed('c', log, refuse('three members')),
    ]
    const starting = startModules(table, world)
    await expect(starting).rejects.toThrow(PlanRefusedError)
    await expect(starting).rejects.toThrow(/b: no default record\n {2}c: three members/)
    expect(log).toEqual([])
  })

  it('stops the started modules when one fails, and names it', async () => {
    const log: string[] = []
    const failing = {
      needs: ['network'],
      start: async () => {
        throw new Error('port in use')
      },
    }
    const table = [
      moduleNamed('network', log),
      moduleNamed('rds', log, failing),
      moduleNamed('ecs', log, { needs: ['rds'] }),
    ]
    const starting = startModules(table, world)
    await expect(starting).rejects.toThrow(ModuleFailedError)
    await expect(starting).rejects.toThrow('rds did not start: port in use')
    expect(log).toEqual(['start network with plan of network', 'stop network'])
  })
})
