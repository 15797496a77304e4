import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type SourceFile, sourceFiles } from '../src/sources.ts'
import { ROOT } from '../src/workspace.ts'

const MOST_LINES = 500

const code = sourceFiles(/\.(ts|mjs|js)$/)
const product = code.filter((file) => !file.path.endsWith('.test.ts'))

/** Setting a variable for a library that is loaded next does not count as reading one. */
const readsEnvironment = (text: string) => /process\.env(?!\.[A-Z_]+ \??\??= )/.test(text)

const lineCount = (file: SourceFile) => file.text.split('\n').length

/** Words that suggest a literal translation from another language. */
const TRANSLATED =
  /\b(whoever|whomever|anew|in vain|(is|are) told (by|apart)|told of every|stands? beside|asks? after|again and again|dearest|nobody has|looked at again|(for|to|by) who (is|has|asks|carries))\b/i

/** Where people and build machines keep their checkouts. */
const MACHINE_FOLDER = /(^|[\s"'`(])\/(home|root|Users|work|workspace|tmp|private|var\/folders)\//

describe('the sources', () => {
  it(`have no file of more than ${MOST_LINES} lines`, () => {
    const long = code
      .filter((file) => lineCount(file) > MOST_LINES)
      .map((file) => `${file.path}: ${lineCount(file)}`)
    expect(long).toEqual([])
  })

  it('have a median under 120 lines, and nine in ten under 300', () => {
    const counts = product.map(lineCount).sort((a, b) => a - b)
    expect(counts[Math.floor(counts.length * 0.5)]).toBeLessThan(120)
    expect(counts[Math.floor(counts.length * 0.9)]).toBeLessThan(300)
  })

  it('of services and packages read environment variables only in config.ts', () => {
    const readers = product
      .filter((file) => /^(services|packages)\/[^/]+\/(?!test\/)/.test(file.path))
      .filter((file) => readsEnvironment(file.text) && !/(^|\/)config\.ts$/.test(file.path))
    expect(readers.map((file) => file.path)).toEqual([])
  })

  it('spread no object literals', () => {
    expect(code.filter(({ text }) => text.includes('...' + '{')).map(({ path }) => path)).toEqual([])
  })

  it('and the documents are in idiomatic English', () => {
    const texts = [...code, ...sourceFiles(/\.md$/)].filter(
      ({ path }) => !path.startsWith('test-results/') && path !== 'tools/test/repository.test.ts',
    )
    const found = texts.flatMap(({ path, text }) =>
      text.split('\n').flatMap((line) => (TRANSLATED.test(line) ? [`${path}: ${line.trim()}`] : [])),
    )
    expect(found).toEqual([])
  })

  it('and what they measured name no folder of the machine that they were made on', () => {
    const found = sourceFiles(/^test-results\/.+\.(json|jsonl|md|xml)$/).flatMap(({ path, text }) =>
      text.split('\n').flatMap((line) => (MACHINE_FOLDER.test(line) ? [`${path}: ${line.trim()}`] : [])),
    )
    expect(found).toEqual([])
  })

  it('end the name of every error class in "Error"', () => {
    const others = code.flatMap((file) =>
      [...file.text.matchAll(/\bclass (\w+) extends \w*Error\b/g)]
        .filter(([, name]) => !name!.endsWith('Error'))
        .map(([, name]) => `${file.path}: ${name}`),
    )
    expect(others).toEqual([])
  })
})

describe('the AWS SDK', () => {
  /** AWS has released no X-Ray client in the others' version; remove this once one version covers all clients. */
  const EXCEPTIONS: Readonly<Record<string, string>> = { '@aws-sdk/client-xray': '3.1136.0' }

  it('has one exact version of all its clients', () => {
    const declared = sourceFiles(/(^|\/)package\.json$/).flatMap((file) => {
      const { dependencies, devDependencies } = JSON.parse(file.text)
      return Object.entries<string>({ ...dependencies, ...devDependencies })
        .filter(([name]) => name.startsWith('@aws-sdk/client-'))
        .filter(([name, version]) => EXCEPTIONS[name] !== version)
        .map(([, version]) => version)
    })
    expect([...new Set(declared)]).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)])
  })

  it('has one copy of every client and of their runtime', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
    const second = /.node_modules\/@(aws-sdk\/.*|smithy\/core)$/
    expect(Object.keys(packages).filter((path) => second.test(path))).toEqual([])
  })
})

describe('docs/errors.md', () => {
  // Only quoted names are codes; environment variables such as `MERIDIAN_WORLD_GATE` are object keys.
  const thrown = new Set(
    product.flatMap((file) =>
      [...file.text.matchAll(/'(MERIDIAN(?:_[A-Z0-9]+){2,})'/g)].map(([, name]) => name!),
    ),
  )
  const page = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8')
  const described = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading!)

  it('has an entry for every code that the sources name', () => {
    expect([...thrown].filter((name) => !described.includes(name)).sort()).toEqual([])
  })

  it('has no entry for a code that is gone', () => {
    expect(described.filter((name) => !thrown.has(name)).sort()).toEqual([])
  })

  it('has one entry for each code, in alphabetical order', () => {
    expect(described).toEqual([...new Set(described)].sort())
  })
})

describe('links in the documents', () => {
  // A template's links are those of the page generated from it, which may be in another folder.
  const pages = sourceFiles(/(?<!\.template)\.md$/)

  it('lead to files that exist', () => {
    const broken = pages.flatMap((file) =>
      [...file.text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map((match) => match[1]!)
        .filter((target) => !exists(join(ROOT, file.path, '..', target)))
        .map((target) => `${file.path} -> ${target}`),
    )
    expect(broken).toEqual([])
  })
})

function exists(path: string): boolean {
  try {
    readFileSync(path)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EISDIR'
  }
}
