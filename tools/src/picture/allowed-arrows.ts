/** A rule of `@nx/enforce-module-boundaries`. */
export interface BoundaryRule {
  readonly sourceTag: string
  readonly onlyDependOnLibsWithTags: readonly string[]
  readonly bannedExternalImports?: readonly string[]
}

/** The linter's rules as a table. */
export function allowedArrows(rules: readonly BoundaryRule[]): string {
  return [
    '| a project tagged | may import projects tagged | and no package like |',
    '| --- | --- | --- |',
    ...rules.map(
      ({ sourceTag, onlyDependOnLibsWithTags, bannedExternalImports = [] }) =>
        `| \`${sourceTag}\` | ${listOf(onlyDependOnLibsWithTags)} | ${listOf(bannedExternalImports)} |`,
    ),
  ].join('\n')
}

const listOf = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')
