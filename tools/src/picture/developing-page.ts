import { join } from 'node:path'
import { listProjects, ROOT } from '../workspace.ts'
import { allowedArrows, type BoundaryRule } from './allowed-arrows.ts'
import { layerPicture } from './layer-picture.ts'
import { packagePicture } from './package-picture.ts'

export const DEVELOPING_PAGE = 'docs/developing.md'

interface LinterConfigPart {
  readonly rules?: Readonly<
    Record<string, readonly [string, { readonly depConstraints?: readonly BoundaryRule[] }]>
  >
}

/** Updates every generated part of the page from the code; the parts are between `<!-- name -->` and `<!-- /name -->`. */
export async function withPictures(page: string): Promise<string> {
  const parts: Readonly<Record<string, string>> = {
    packages: mermaid(packagePicture(listProjects())),
    arrows: allowedArrows(await boundaryRules()),
    layers: mermaid(layerPicture()),
  }
  return Object.entries(parts).reduce((text, [name, part]) => withPart(text, name, part), page)
}

function withPart(page: string, name: string, part: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [before, rest] = [page.indexOf(begin), page.indexOf(end)]
  if (before === -1 || rest < before)
    throw new Error(
      `${DEVELOPING_PAGE} has no place for "${name}": write ${begin} and ${end} on lines of their own`,
    )
  return `${page.slice(0, before)}${begin}\n${part}\n${page.slice(rest)}`
}

const mermaid = (picture: string): string => `\`\`\`mermaid\n${picture}\n\`\`\``

/** Read from the linter's configuration, so that the table cannot differ from it. */
async function boundaryRules(): Promise<readonly BoundaryRule[]> {
  const { default: parts } = (await import(join(ROOT, 'eslint.config.mjs'))) as {
    readonly default: readonly LinterConfigPart[]
  }
  return parts.flatMap(({ rules }) => rules?.['@nx/enforce-module-boundaries']?.[1].depConstraints ?? [])
}
