import { describe, expect, it } from 'vitest'
import { DOCUMENTED_STACKS, generateFiles } from '../src/architecture/generated-files.ts'
import { isStale } from '../src/architecture/run-docs.ts'

describe('what follows from the program', async () => {
  const files = await generateFiles()
  const page = files.find(({ path }) => path.endsWith('architecture.md'))?.text ?? ''
  const drawing = /```mermaid\n([\s\S]*?)\n```/.exec(page)?.[1] ?? ''

  it('stands in the tree; otherwise: npm run docs', () => {
    expect(files.filter(isStale).map(({ path }) => path)).toEqual([])
  })

  it('says nothing of the machine that it was written on, and no secret', () => {
    for (const { text } of files) {
      expect(text).not.toContain(process.cwd())
      expect(text).not.toContain(process.env.HOME ?? '/root')
    }
    for (const { text } of files.filter(({ path }) => path.endsWith('.txt')))
      expect(text).not.toMatch(/^\s*"?\w*(password|secretString)"?: (?!"?\[secret\])/im)
  })

  it('has a snapshot of each stack', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(DOCUMENTED_STACKS.map((stack) => `infra/pulumi/snapshots/${stack}.txt`)),
    )
  })

  it('explains every setting', () => {
    const section = page.slice(page.indexOf('\n## Settings'), page.indexOf('\n## Guarantees'))
    const settings = [...section.matchAll(/^\| `(\w+)` \|.*\| (.*)\|$/gm)]
    const silent = settings.filter(([, , why = '']) => why.trim() === '').map(([, name]) => name)
    expect(settings.length).toBeGreaterThan(14)
    expect(silent).toEqual([])
  })

  it('ends in guarantees', () => {
    expect([...page.matchAll(/^## (.+)$/gm)].at(-1)?.[1]).toBe('Guarantees')
  })

  describe('the drawing', () => {
    const lines = drawing.split('\n').map((line) => line.trim())

    it('opens as many boxes as it closes', () => {
      const opened = lines.filter((line) => line.startsWith('subgraph '))
      expect(opened.length).toBe(lines.filter((line) => line === 'end').length)
      expect(opened.length).toBeGreaterThan(9)
    })

    it('joins only what it has drawn, under names that Mermaid takes', () => {
      const drawn = lines.flatMap((line) => /^(?:subgraph )?(\w+)[[(]/.exec(line)?.[1] ?? [])
      const joined = lines
        .filter((line) => /-->|\.->/.test(line))
        .flatMap((line) => [/^(\w+)/.exec(line)?.[1] ?? '', /(\w+)$/.exec(line)?.[1] ?? ''])
      expect(joined.filter((name) => !drawn.includes(name))).toEqual([])
      expect(new Set(drawn).size).toBe(drawn.length)
      // A box called so ends the box around it.
      expect(drawn).not.toContain('end')
    })

    it('quotes what it says', () => {
      const boxes = lines.filter((line) => /^(?:subgraph )?\w+[[(]/.test(line))
      expect(boxes.filter((line) => !/^(?:subgraph )?\w+[[(]+"[^"]*"[\])]+$/.test(line))).toEqual([])
    })
  })
})
