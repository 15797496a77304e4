import { describe, expect, it } from 'vitest'
import { type SourceFile, sourceFiles } from '../src/sources.ts'

/** A row of a SPEC's table of invariants: `| INV-RDS-1 | sentence | tests |`. */
const ROW = /^\| (?<id>INV-[A-Z0-9]+-\d+) \| [^|]+ \| (?<tests>[^|]+) \|$/gm
const MENTION = /INV-[A-Z0-9]+-\d+/g

interface Invariant {
  readonly id: string
  /** The test files named for it, as paths of the repository; a name without a file stays as it is. */
  readonly tests: readonly string[]
}

const specs = sourceFiles(/^(local-world|packages|services)\/.*SPEC\.md$/)
const tests = sourceFiles(/^(local-world|packages|services)\/.*\.test\.ts$/)

const projectOf = (path: string) => /^(local-world|packages\/[^/]+|services\/[^/]+)\//.exec(path)?.[0] ?? ''

/** A SPEC names its tests by the end of their path, within its project. */
function testFile(spec: SourceFile, name: string): string {
  const own = `${spec.path.slice(0, spec.path.lastIndexOf('/'))}/${name}`
  const inProject = tests.map(({ path }) => path).filter((path) => path.startsWith(projectOf(spec.path)))
  return inProject.find((path) => path === own) ?? inProject.find((path) => path.endsWith(`/${name}`)) ?? name
}

const invariantsOf = (spec: SourceFile): readonly Invariant[] =>
  [...spec.text.matchAll(ROW)].map(({ groups }) => ({
    id: groups?.id ?? '',
    tests: [...(groups?.tests ?? '').matchAll(/`([^`]+\.test\.ts)`/g)].map(([, name = '']) =>
      testFile(spec, name),
    ),
  }))

const mentions = new Map(tests.map(({ path, text }) => [path, new Set(text.match(MENTION))]))
const known = new Set(specs.flatMap(invariantsOf).map(({ id }) => id))

describe('the invariants of', () => {
  it.each(specs.map((spec) => [spec.path, spec] as const))('%s are numbered and have tests', (path, spec) => {
    const name = path.split('/').at(-2)?.toUpperCase()
    const invariants = invariantsOf(spec)
    expect(invariants.map(({ id }) => id)).toEqual(invariants.map((_, at) => `INV-${name}-${at + 1}`))
    expect(invariants).not.toEqual([])
    const untested = invariants.filter(
      ({ id, tests: named }) => !named.some((file) => mentions.get(file)?.has(id)),
    )
    expect(
      untested.map(({ id, tests: named }) => `${id} is mentioned in none of: ${named.join(', ')}`),
    ).toEqual([])
  })
})

it('each invariant that a test mentions is in a SPEC', () => {
  const unknown = [...mentions].flatMap(([path, ids]) =>
    [...ids].filter((id) => !known.has(id)).map((id) => `${path}: ${id}`),
  )
  expect(unknown).toEqual([])
})
