import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { DEVELOPING_PAGE, withPictures } from '../src/picture/developing-page.ts'
import { packagePicture } from '../src/picture/package-picture.ts'
import { sourceFiles } from '../src/sources.ts'
import { listProjects, type Project, ROOT, WORKSPACE_PREFIX } from '../src/workspace.ts'
import { npmRuns, unknownFlags } from './support/documented-commands.ts'

const PAGE = readFileSync(join(ROOT, DEVELOPING_PAGE), 'utf8')
/** Each command is run with --help. */
const SPAWNS_MANY_MS = 120_000

const TOP_LEVEL =
  /^(\.github|bench|console|docs|e2e|infra|local-world|packages|scripts|services|tools)\/[\w./-]*$|^[\w.-]+\.(mjs|json)$/
/** Files that a world, a test run or the scaffold creates. */
const NOT_TRACKED = /^(package-lock\.json|server\.log)$/

/** Every path in backticks, with any names in parentheses that follow it. */
const named = [...PAGE.matchAll(/`([^`\s]+)`(?: \(((?:`\w+`(?:, )?)+)\))?/g)]
  .map(([, path = '', symbols = '']) => ({
    path,
    symbols: [...symbols.matchAll(/`(\w+)`/g)].map(([, symbol = '']) => symbol),
  }))
  .filter(({ path }) => TOP_LEVEL.test(path) && !NOT_TRACKED.test(path))

describe('docs/developing.md', () => {
  it('has the current pictures; update them with node tools/src/picture/main.ts', async () => {
    expect(PAGE).toBe(await withPictures(PAGE))
  })

  it('names only files and folders that exist', () => {
    expect(named.length).toBeGreaterThan(60)
    expect(named.filter(({ path }) => !existsSync(join(ROOT, path))).map(({ path }) => path)).toEqual([])
  })

  it('names only functions, classes and constants that are in their file', () => {
    const claims = named.flatMap(({ path, symbols }) => symbols.map((symbol) => ({ path, symbol })))
    expect(claims.length).toBeGreaterThan(25)
    const gone = claims.filter(
      ({ path, symbol }) =>
        !new RegExp(`\\b(function|const|class|interface|type) ${symbol}\\b`).test(
          readFileSync(join(ROOT, path), 'utf8'),
        ),
    )
    expect(gone).toEqual([])
  })

  it('names only commands of package.json and options they accept', { timeout: SPAWNS_MANY_MS }, () => {
    // The AWS CLI has its own options.
    const runs = npmRuns(PAGE.replaceAll('`', '\n')).filter(({ script }) => script !== 'aws')
    expect(runs.length).toBeGreaterThan(10)
    for (const command of runs)
      expect({ command, unknown: unknownFlags(command) }).toMatchObject({ unknown: [] })
  })

  it('has a test for each recipe', () => {
    const recipes = PAGE.split(/^## /m).find((section) => section.startsWith('Five recipes')) ?? ''
    const sections = recipes.split(/^### /m).slice(1)
    expect(sections).toHaveLength(5)
    for (const section of sections)
      expect(section, section.split('\n')[0]).toMatch(/`tools\/test\/[\w-]+\.test\.ts`/)
  })
})

const project = (folder: string, scope: string, ...dependencies: readonly string[]): Project => ({
  name: `${WORKSPACE_PREFIX}${folder}`,
  folder,
  scripts: {},
  tags: [`scope:${scope}`],
  dependencies: dependencies.map((each) => `${WORKSPACE_PREFIX}${each}`),
})

describe('the picture of the packages', () => {
  it('leaves out arrows implied by a longer path', () => {
    const picture = packagePicture([
      project('app', 'top', 'middle', 'base'),
      project('middle', 'top', 'base'),
      project('base', 'ground'),
    ])
    expect(picture.split('\n').filter((line) => line.includes('-->'))).toEqual([
      '  app --> middle',
      '  middle --> base',
    ])
  })

  it('is drawn from manifests that declare exactly what each project imports', () => {
    const files = sourceFiles(/\.(ts|tsx|mjs)$/).filter(({ path }) => !path.includes('/fixtures/'))
    const wrong = listProjects().flatMap(({ name, folder, dependencies }) => {
      const own = files.filter(({ path }) => path.startsWith(`${folder}/`))
      const imported = new Set(
        own.flatMap(({ text }) => workspaceImports(text)).filter((each) => each !== name),
      )
      return [
        ...[...imported]
          .filter((each) => !dependencies.includes(each))
          .map((each) => `${name} lacks ${each}`),
        // packages/policy plants mistakes as text, which it compiles.
        ...dependencies
          .filter((each) => !own.some(({ text }) => text.includes(`'${each}`)))
          .map((each) => `${name} does not import ${each}`),
      ]
    })
    expect(wrong).toEqual([])
  })
})

function workspaceImports(text: string): readonly string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((file) => file.startsWith(WORKSPACE_PREFIX))
    .map((file) => file.split('/').slice(0, 2).join('/'))
}
