import { describe, expect, it } from 'vitest'
import { namingRule } from '../naming.ts'
import { runProgram, runProgramAgain } from './run-program.ts'
import { STACKS } from './stack-file.ts'

describe.each(STACKS)('the program for %s', async (stack) => {
  const run = await runProgram(stack)
  const inAws = run.resources.filter(({ type }) => type.startsWith('aws:'))

  it('registers this inventory', () => {
    expect(run.resources.map(({ type, name }) => `${type} ${name}`).sort()).toMatchSnapshot()
  })

  it('registers the same inventory each time', async () => {
    const again = await runProgramAgain(stack)
    const inventory = (of: typeof run) => of.resources.map(({ type, name }) => `${type} ${name}`).sort()
    expect(inventory(again)).toEqual(inventory(run))
  })

  it('never gives two resources of a type the same name', () => {
    const seen = inAws.map(({ type, name }) => `${type} ${name}`)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('makes every resource through the provider of its region', () => {
    expect(inAws.filter(({ region }) => !['use1', 'usw2', 'apne2'].includes(region))).toEqual([])
  })

  it('keeps what belongs to a region in that region', () => {
    // Peering spans two regions, Route 53 has none, and alarms on it and CloudFront are in us-east-1.
    const strays = inAws
      .filter(({ name }) => !/^(peering|routing|edge-alarms)-/.test(name))
      .filter(({ name, region }) => (/\b(use1|usw2|apne2)\b/.exec(name)?.[1] ?? region) !== region)
    expect(strays).toEqual([])
  })

  it('tags everything that takes tags with its name and component', () => {
    const untagged = inAws.filter(
      ({ type, inputs }) => namingRule(type).takesTags && !(inputs.tags?.Name && inputs.tags?.component),
    )
    expect(untagged).toEqual([])
  })

  it('gives every resource that AWS names its own physical name', () => {
    const unnamed = inAws.filter(({ type, inputs }) => {
      const { property } = namingRule(type)
      return property !== undefined && !inputs[property]
    })
    expect(unnamed).toEqual([])
  })

  it('tags by provider with project, stack and region', () => {
    const tags = run.ofType('pulumi:providers:aws').map(({ inputs }) => JSON.parse(inputs.defaultTags).tags)
    expect(tags).toEqual(
      ['us-east-1', 'us-west-2', 'ap-northeast-2'].map((region) => ({ project: 'meridian', stack, region })),
    )
  })

  it('exports what scripts need', () => {
    expect(run.outputs).toMatchSnapshot()
  })
})
