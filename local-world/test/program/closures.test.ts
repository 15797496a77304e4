import { expect, it } from 'vitest'
import { runFixture } from './programs.ts'

it('runs a program that serializes closures, collects packages and uses the automation API', async () => {
  const { graph } = await runFixture('writes-closures')
  const { closure, packageCount, createStack } = graph.contents.stackOutputs
  expect(closure).toContain('answer')
  expect(closure).toContain('42')
  // The fixture has no packages; a count of 0 shows that npm's tree reader has read its folder.
  expect(packageCount).toBe(0)
  expect(createStack).toBe('function')
})
