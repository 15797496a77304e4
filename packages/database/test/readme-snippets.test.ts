import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8')

it('README.md shows the code that the tests run', () => {
  const shown = read('../README.md')
  const snippets = [...read('./readme.test.ts').matchAll(/ {2}\/\/ begin \w+\n([\s\S]*?) {2}\/\/ end/g)]
  expect(snippets).toHaveLength(4)
  for (const [, snippet] of snippets) expect(shown).toContain((snippet ?? '').replace(/^ {2}/gm, ''))
})
