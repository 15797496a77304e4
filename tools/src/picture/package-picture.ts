import { type Project, WORKSPACE_PREFIX } from '../workspace.ts'

/**
 * The projects as a Mermaid flowchart, with a box for each scope. An arrow means "imports". To keep it readable, an arrow is left
 * out if a longer path implies it.
 */
export function packagePicture(projects: readonly Project[]): string {
  const scopes = [...new Set(projects.map(scopeOf))]
  const arrows = new Map(projects.map(({ name, dependencies }) => [name, dependencies]))
  return [
    'flowchart TB',
    ...scopes.flatMap((scope) => [
      `  subgraph ${scope}_scope["${scope}"]`,
      ...projects
        .filter((project) => scopeOf(project) === scope)
        .map(({ name, folder }) => `    ${idOf(name)}["${folder}"]`),
      '  end',
    ]),
    ...projects.flatMap(({ name }) =>
      directOnly(name, arrows)
        .toSorted()
        .map((target) => `  ${idOf(name)} --> ${idOf(target)}`),
    ),
  ].join('\n')
}

const scopeOf = ({ tags }: Project): string =>
  tags.find((tag) => tag.startsWith('scope:'))?.slice('scope:'.length) ?? 'none'

const idOf = (name: string): string => name.slice(WORKSPACE_PREFIX.length).replaceAll('-', '_')

/** Dependencies that are not also indirect ones. */
function directOnly(name: string, arrows: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const direct = arrows.get(name) ?? []
  const indirect = new Set(direct.flatMap((each) => [...reachable(each, arrows)]))
  return direct.filter((each) => !indirect.has(each))
}

function reachable(
  name: string,
  arrows: ReadonlyMap<string, readonly string[]>,
  found = new Set<string>(),
): ReadonlySet<string> {
  for (const target of arrows.get(name) ?? []) {
    if (found.has(target)) continue
    found.add(target)
    reachable(target, arrows, found)
  }
  return found
}
