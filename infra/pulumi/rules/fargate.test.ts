import { describe, expect, it } from 'vitest'
import { problemOfTaskSize } from './fargate.ts'

describe('task sizes', () => {
  it.each([
    [256, 512],
    [256, 2048],
    [512, 1024],
    [1024, 2048],
    [4096, 30_720],
    [16_384, 122_880],
  ])('%i CPU units with %i MiB are accepted', (cpu, memory) => {
    expect(problemOfTaskSize(cpu, memory)).toBeUndefined()
  })

  it.each([
    [256, 1536, /512, 1024, 2048 MiB, not 1536/],
    [512, 512, /1024 to 4096 MiB/],
    [1024, 2500, /steps of 1024/],
    [300, 1024, /no size of 300 CPU units; it has 256, 512/],
  ])('%i CPU units with %i MiB are refused, listing the valid sizes', (cpu, memory, sentence) => {
    expect(problemOfTaskSize(cpu, memory)).toMatch(sentence)
  })
})
