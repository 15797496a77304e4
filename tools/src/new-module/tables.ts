import { pascal } from './names.ts'

/** Adds a module to the table, at the top: no other module needs it yet, and it needs none. */
export function withModule(table: string, name: string): string {
  const imported = insertSorted(table, `import { ${name} } from './${name}/index.ts'`)
  return imported.replace(/(MODULES: readonly AnyWorldModule\[\] = \[\n)/, `$1  ${name}, // nothing runs\n`)
}

/** Adds a module to the registers that docs/control-plane.md is generated from. */
export function withRegister(registers: string, name: string): string {
  const create = `create${pascal(name)}Control`
  const imported = insertSorted(
    registers,
    `import { ${create} } from '../../src/modules/${name}/control/service.ts'`,
  )
  return imported.replace(/(\n {2}return \[\n)/, `$1    ${create}(nothing),\n`)
}

/** Adds a dependency with an exact version to a manifest, in alphabetical order. */
export function withDependency(manifest: string, packageName: string, version: string): string {
  const parsed = JSON.parse(manifest) as { dependencies: Record<string, string> }
  const dependencies = { ...parsed.dependencies, [packageName]: parsed.dependencies[packageName] ?? version }
  const sorted = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ ...parsed, dependencies: sorted }, null, 2)}\n`
}

/** Inserts an import where the formatter would, sorted by path. */
function insertSorted(text: string, line: string): string {
  const lines = text.split('\n')
  const pathOf = (each: string) => / from '(.+)'$/.exec(each)?.[1]
  const wanted = pathOf(line) ?? ''
  const at = lines.findIndex((each) => (pathOf(each) ?? '') > wanted && samePlace(pathOf(each), wanted))
  const last = lines.findLastIndex((each) => pathOf(each) !== undefined)
  return lines.toSpliced(at === -1 ? last + 1 : at, 0, line).join('\n')
}

/** Paths with the same number of `../` are sorted together. */
const samePlace = (path: string | undefined, wanted: string) =>
  path !== undefined && /^[./]*/.exec(path)?.[0] === /^[./]*/.exec(wanted)?.[0]
