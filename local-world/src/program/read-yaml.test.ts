import { describe, expect, it } from 'vitest'
import { readYaml } from './read-yaml.ts'

const read = (text: string) => readYaml(text, 'Pulumi.dev.yaml')

describe('the YAML of a stack', () => {
  it('is parsed into maps of strings, whatever the values look like', () => {
    const text = `---
# settings
config:
  meridian:domain: meridian.example
  meridian:taskCount: 2
  meridian:zones: 'a, b' # two
  "quoted key": "tab\\tand \\"quote\\""
  empty:
  none: {}
runtime:
  name: nodejs
  options:
    typescript: false`
    expect(read(text)).toEqual({
      config: {
        'meridian:domain': 'meridian.example',
        'meridian:taskCount': '2',
        'meridian:zones': 'a, b',
        'quoted key': 'tab\tand "quote"',
        empty: '',
        none: {},
      },
      runtime: { name: 'nodejs', options: { typescript: 'false' } },
    })
  })

  it('keeps a hash and a colon inside a value, and a doubled quote in single quotes', () => {
    expect(read("url: http://a.example:80/#top\nname: 'it''s'\n")).toEqual({
      url: 'http://a.example:80/#top',
      name: "it's",
    })
  })

  it.each([
    ['a list', 'config:\n  - one', 1, /neither a map nor text/],
    ['a document that is a list', '- one', 1, /not "key: value"/],
    ['a flow collection', 'a: [1, 2]', 1, /neither a map nor text/],
    ['block text', 'b: 1\na: |\n  text', 2, /neither a map nor text/],
    ['an anchor', 'a: &x 1', 1, /neither a map nor text/],
    ['an alias', 'a: &x 1\nb: *x', 1, /neither a map nor text/],
    ['a tag', 'a: !!str 1', 1, /neither a map nor text/],
    ['an unterminated string', 'a: "open', 1, /quote/],
    ['a repeated key', 'a: 1\nb: 2\na: 3', 3, /unique/],
    ['a tab', 'a:\n\tb: 1', 2, /[Tt]abs/],
    ['a value nested below a value', 'a: 1\n  b: 2', 1, /./],
    ['inconsistent indentation', 'a:\n    b: 1\n  c: 2', 3, /same column/],
  ])('refuses %s, with its line', (_, text, line, problem) => {
    expect(() => read(text)).toThrow(problem)
    expect(() => read(text)).toThrow(`Pulumi.dev.yaml:${line}`)
  })
})
