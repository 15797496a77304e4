import { expect, it } from 'vitest'
import { fitted, fittedLines } from './fit-help.ts'

it('lines that fit stay unchanged', () => {
  const text = 'Examples:\n  npm run soak                an hour\n'
  expect(fitted(text)).toBe(text)
})

it('an example and its explanation become two lines', () => {
  const line = `  npm run plan${' '.repeat(40)}the resources of the proof-of-concept stack, as a tree`
  expect(fitted(line)).toBe('  npm run plan\n      the resources of the proof-of-concept stack, as a tree')
})

it('a command continues on the next line with a backslash, as shells accept', () => {
  const line =
    '  npm run test-latency -- --target aws --outputs outputs.json --vantage seoul=http://10.2.0.9:3128'
  expect(fitted(line)).toBe(
    '  npm run test-latency -- --target aws --outputs outputs.json --vantage \\\n      seoul=http://10.2.0.9:3128',
  )
})

it('sentences are wrapped between words, and a word that is too long stays whole', () => {
  const lines = fitted(`${'Each run leaves one lead. '.repeat(6)}\n${'x'.repeat(100)}`).split('\n')
  expect(lines.at(-1)).toBe('x'.repeat(100))
  expect(lines.slice(0, -1).every((line) => line.length <= 80)).toBe(true)
})

it('the rest of a line continues in the next line of its paragraph', () => {
  const text = `Exit codes: ${'0 fine, '.repeat(8)}0 fine,\n1 not.\n\nExamples:`
  expect(fitted(text)).toBe(`Exit codes: ${'0 fine, '.repeat(8)}0\nfine, 1 not.\n\nExamples:`)
})

it('text after a symbol is indented under it, whatever colour the symbol has', () => {
  const [first, second] = fittedLines(`\u001b[31m✗ lag\u001b[39m ${'word '.repeat(20)}`, 40).split('\n')
  expect(first).toMatch(/^\S+✗ lag/)
  expect(second).toMatch(/^ {2}word/)
})
