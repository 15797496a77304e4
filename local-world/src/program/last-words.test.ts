import { describe, expect, it } from 'vitest'
import type { LogSeverity, ProgramLog } from './engine-service.ts'
import { lastWords } from './last-words.ts'

const say = (severity: LogSeverity, message: string): ProgramLog => ({ severity, message, urn: undefined })

describe('the last words of a program', () => {
  it('are its errors, without preamble and stack frames of dependencies', () => {
    const message = `Running program '/p/index.ts' failed with an unhandled exception:
<ref *1> Error: no zone
    at createZone (file:///p/index.ts:3:9)
    at require (/p/node_modules/@pulumi/pulumi/output.js:1:1)
    at node:internal/main:1:1`
    expect(lastWords([say('info', 'starting'), say('error', message)])).toBe(
      'Error: no zone\n    at createZone (file:///p/index.ts:3:9)',
    )
  })

  it('are its last lines when it logged no error', () => {
    expect(lastWords([say('warning', 'Segmentation fault')])).toBe('Segmentation fault')
    expect(lastWords([])).toBe('it said nothing')
  })
})
