import type { ImportGraph } from './import-graph.ts'
import { MODULES_FOLDER, moduleFile, type Problem } from './problem.ts'

/** Files that other modules may import. */
const PUBLIC_FILES = ['index.ts', 'running.ts', 'resources.ts']

/** Operations import the context that they act on, never the registry that imports them. */
export function operationsThatImportTheRegistry(graph: ImportGraph): readonly Problem[] {
  return importsWhere(
    graph,
    (from, to) => from.file.startsWith('control/operations/') && to.file === 'control/service.ts',
    () =>
      'imports the registry, control/service.ts; import the type of what it acts on from control/context.ts',
  )
}

/** plan/ and model/ are pure: they must not import from engine/ or control/. */
export function thoughtsThatImportDeeds(graph: ImportGraph): readonly Problem[] {
  return importsWhere(
    graph,
    (from, to) =>
      /^(plan|model)\//.test(from.file) && from.module === to.module && /^(engine|control)\//.test(to.file),
    (to) => `imports ${to.file}; plan/ and model/ are pure, so what they share with it belongs into model/`,
  )
}

/** A module's internal files are private. */
export function importsOfAnothersInside(graph: ImportGraph): readonly Problem[] {
  return importsWhere(
    graph,
    (from, to) => from.module !== to.module && !PUBLIC_FILES.includes(to.file),
    (to) =>
      `imports the inside of ${to.module}, ${to.file}; another module's ${PUBLIC_FILES.join(', ')} are for others`,
  )
}

/** Every file of control/operations must be bound in the registry, and every module must be in the table. */
export function unregistered(graph: ImportGraph): readonly Problem[] {
  const table = graph.get(`${MODULES_FOLDER}index.ts`) ?? []
  return [...graph.keys()].flatMap((path) => {
    const found = moduleFile(path)
    if (!found) return []
    const { module, file } = found
    if (file === 'index.ts' && !table.includes(path))
      return [{ path, message: 'is not in the table of modules, local-world/src/modules/index.ts' }]
    const registry = `${MODULES_FOLDER}${module}/control/service.ts`
    if (file.startsWith('control/operations/') && !graph.get(registry)?.includes(path))
      return [{ path, message: `is not bound in ${registry}; a file of operations/ holds one operation` }]
    return []
  })
}

type ModuleFile = NonNullable<ReturnType<typeof moduleFile>>

function importsWhere(
  graph: ImportGraph,
  isWrong: (from: ModuleFile, to: ModuleFile) => boolean,
  message: (to: ModuleFile) => string,
): readonly Problem[] {
  return [...graph].flatMap(([path, targets]) =>
    targets.flatMap((target) => {
      const [from, to] = [moduleFile(path), moduleFile(target)]
      return from && to && isWrong(from, to) ? [{ path, message: message(to) }] : []
    }),
  )
}
