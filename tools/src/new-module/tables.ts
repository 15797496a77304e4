import { pascal } from './names.ts'

/** The table of modules with one more, first: nothing needs it yet, and it needs nothing. */
export function withModule(table: string, name: string): string {
  const imported = insertSorted(table, `import { ${name} } from './${name}/index.ts'`)
  return imported.replace(/(MODULES: readonly AnyWorldModule\[\] = \[\n)/, `$1  ${name}, // nothing runs\n`)
}

/** The registers that docs/control-plane.md is made from, with one more. */
export function withRegister(registers: string, name: string): string {
  const create = `create${pascal(name)}Control`
  const imported = insertSorted(
    registers,
    `import { ${create} } from '../../src/modules/${name}/control/service.ts'`,
  )
  return imported.replace(/(\n {2}return \[\n)/, `$1    ${create}(nothing),\n`)
}

/** A manifest with one more exact dependency, in the order of the alphabet. */
export function withDependency(manifest: string, packageName: string, version: string): string {
  const parsed = JSON.parse(manifest) as { dependencies: Record<string, string> }
  const dependencies = { ...parsed.dependencies, [packageName]: parsed.dependencies[packageName] ?? version }
  const sorted = Object.fromEntries(Object.entries(dependencies).sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ ...parsed, dependencies: sorted }, null, 2)}\n`
}

/** Puts an import where the formatter would: among its like, by path. */
function insertSorted(text: string, line: string): string {
  const lines = text.split('\n')
  const pathOf = (each: string) => / from '(.+)'$/.exec(each)?.[1]
  const wanted = pathOf(line) ?? ''
  const at = lines.findIndex((each) => (pathOf(each) ?? '') > wanted && samePlace(pathOf(each), wanted))
  const last = lines.findLastIndex((each) => pathOf(each) !== undefined)
  return lines.toSpliced(at === -1 ? last + 1 : at, 0, line).join('\n')
}

/** Paths with as many steps up sort among each other. */
const samePlace = (path: string | undefined, wanted: string) =>
  path !== undefined && /^[./]*/.exec(path)?.[0] === /^[./]*/.exec(wanted)?.[0]
