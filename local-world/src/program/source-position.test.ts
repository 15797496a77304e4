import { describe, expect, it } from 'vitest'
import { sourcePosition } from './source-position.ts'

const at = (uri: string, line = 1, column = 1) => ({ uri, line, column })

describe('a source position', () => {
  it('omits the mangled prefix and the path of the repository', () => {
    const frames = [at('file:///work/prog/file:/repo/infra/pulumi/index.ts', 10)]
    expect(sourcePosition(frames, '/repo')).toEqual({ file: 'infra/pulumi/index.ts', line: 10 })
  })

  it('keeps the full path of a file outside the repository', () => {
    expect(sourcePosition([at('file:///other/a.ts')], '/repo')).toEqual({ file: '/other/a.ts', line: 1 })
  })

  it('decodes escaped characters', () => {
    expect(sourcePosition([at('file:///my%20repo/a.ts')], '/my repo')?.file).toBe('a.ts')
  })

  it('is the first frame outside dependencies', () => {
    const frames = [at('file:///repo/node_modules/@pulumi/aws/vpc.ts'), at('file:///repo/a.ts', 3)]
    expect(sourcePosition(frames, '/repo')).toEqual({ file: 'a.ts', line: 3 })
  })

  it('is undefined when every frame belongs to a dependency', () => {
    expect(sourcePosition([at('node:internal/timers')], '/repo')).toBeUndefined()
  })
})
