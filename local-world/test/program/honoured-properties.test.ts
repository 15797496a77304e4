import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleNode } from '@meridian/resource-graph/testing'
import { describe, expect, it } from 'vitest'
import { unhonouredProperties } from '../../src/kernel/honoured-properties.ts'
import { TYPES } from '../../src/modules/elbv2/resources.ts'
import { MODULES } from '../../src/modules/index.ts'
import { REPOSITORY_ROOT } from './programs.ts'

/** Modules that implement their types; `recorded` only records them, each with a reason. */
const BODIES = MODULES.filter(({ name }) => name !== 'recorded')

/** The properties a program can set, according to Pulumi's package. */
function settable(type: string): readonly string[] {
  const [, path = ''] = type.split(':')
  const file = join(REPOSITORY_ROOT, 'node_modules/@pulumi/aws', `${path}.d.ts`)
  expect(existsSync(file), `${file}, of ${type}`).toBe(true)
  const text = readFileSync(file, 'utf8')
  const args = text.slice(text.search(/export interface \w+Args /))
  return [...args.matchAll(/^ {4}(\w+)\??: /gm)].map(([, name = '']) => name)
}

describe.each(BODIES)('the module $name', ({ honoured = {}, name, resources }) => {
  it('declares the honoured properties of every type', () => {
    expect(Object.keys(honoured).sort(), `local-world/src/modules/${name}/plan/honoured.ts`).toEqual(
      Object.keys(resources).sort(),
    )
  })

  it('declares only properties that the type has', () => {
    for (const [type, tree] of Object.entries(honoured)) {
      const known = settable(type)
      expect(
        Object.keys(tree).filter((property) => !known.includes(property)),
        type,
      ).toEqual([])
    }
  })
})

it('refuses a property that no type honours by its path, and names one without effect', () => {
  const { honoured = {} } = BODIES.find(({ name }) => name === 'elbv2')!
  const node = sampleNode({
    type: TYPES.loadBalancer,
    name: 'edge',
    inputs: {
      name: 'edge',
      desyncMitigationMode: 'strictest',
      enableDeletionProtection: false,
      subnetMappings: [{ subnetId: 'subnet-1', allocationId: 'eip-1' }],
      tags: { project: 'meridian' },
    },
  })
  expect(unhonouredProperties(node, honoured[TYPES.loadBalancer] ?? {})).toEqual({
    refused: ['subnetMappings.allocationId'],
    ineffective: ['desyncMitigationMode'],
  })
})
