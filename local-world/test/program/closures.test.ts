import { expect, it } from 'vitest'
import { runFixture } from './programs.ts'

it('runs a program that writes closures down, collects their packages and knows the automation API', async () => {
  const { graph } = await runFixture('writes-closures')
  const { closure, packaged, createStack } = graph.contents.stackOutputs
  expect(closure).toContain('answer')
  expect(closure).toContain('42')
  expect(packaged).toBe(true)
  expect(createStack).toBe('function')
})
