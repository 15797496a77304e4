import { describe, expect, it } from 'vitest'
import { DOCUMENTED_STACKS, generateFiles } from '../src/architecture/generated-files.ts'
import { isStale } from '../src/architecture/run-docs.ts'

describe('what follows from the program', async () => {
  const files = await generateFiles()
  const page = files.find(({ path }) => path.endsWith('architecture.md'))?.text ?? ''
  const drawing = /```mermaid\n([\s\S]*?)\n```/.exec(page)?.[1] ?? ''

  it('are up to date; otherwise run: npm run docs', () => {
    expect(files.filter(isStale).map(({ path }) => path)).toEqual([])
  })

  it('contain no secret and nothing about the machine that wrote them', () => {
    for (const { text } of files) {
      expect(text).not.toContain(process.cwd())
      expect(text).not.toContain(process.env.HOME ?? '/root')
    }
    for (const { text } of files.filter(({ path }) => path.endsWith('.txt')))
      expect(text).not.toMatch(/^\s*"?\w*(password|secretString)"?: (?!"?\[secret\])/im)
  })

  it('include a snapshot of each stack', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(DOCUMENTED_STACKS.map((stack) => `infra/pulumi/snapshots/${stack}.txt`)),
    )
  })

  it('explain every setting', () => {
    const section = page.slice(page.indexOf('\n## Settings'), page.indexOf('\n## Guarantees'))
    const settings = [...section.matchAll(/^\| `(\w+)` \|.*\| (.*)\|$/gm)]
    const silent = settings.filter(([, , why = '']) => why.trim() === '').map(([, name]) => name)
    expect(settings.length).toBeGreaterThan(14)
    expect(silent).toEqual([])
  })

  it('end with the guarantees', () => {
    expect([...page.matchAll(/^## (.+)$/gm)].at(-1)?.[1]).toBe('Guarantees')
  })

  describe('the drawing', () => {
    const lines = drawing.split('\n').map((line) => line.trim())

    it('opens as many boxes as it closes', () => {
      const opened = lines.filter((line) => line.startsWith('subgraph '))
      expect(opened.length).toBe(lines.filter((line) => line === 'end').length)
      expect(opened.length).toBeGreaterThan(9)
    })

    it('connects only defined nodes, under names that Mermaid accepts', () => {
      const drawn = lines.flatMap((line) => /^(?:subgraph )?(\w+)[[(]/.exec(line)?.[1] ?? [])
      const joined = lines
        .filter((line) => /-->|\.->/.test(line))
        .flatMap((line) => [/^(\w+)/.exec(line)?.[1] ?? '', /(\w+)$/.exec(line)?.[1] ?? ''])
      expect(joined.filter((name) => !drawn.includes(name))).toEqual([])
      expect(new Set(drawn).size).toBe(drawn.length)
      // A node named `end` closes the enclosing subgraph.
      expect(drawn).not.toContain('end')
    })

    it('quotes its labels', () => {
      const boxes = lines.filter((line) => /^(?:subgraph )?\w+[[(]/.test(line))
      expect(boxes.filter((line) => !/^(?:subgraph )?\w+[[(]+"[^"]*"[\])]+$/.test(line))).toEqual([])
    })
  })
})
