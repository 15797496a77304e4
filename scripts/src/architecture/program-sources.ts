import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'

/** Something with a name and perhaps a sentence about it. */
interface Documented {
  readonly name: string
  readonly text: string
}

interface ComponentSource {
  /** Type token, such as `meridian:network:RegionNetwork`. */
  readonly type: string
  readonly className: string
  readonly text: string
  readonly file: string
}

/** What the program's sources say about themselves, read without running them. */
export interface ProgramSources {
  readonly components: readonly ComponentSource[]
  readonly settings: readonly Documented[]
  readonly outputs: readonly Documented[]
}

/** Reads the doc comments of `infra/pulumi`. */
export function readProgramSources(repositoryRoot: string): ProgramSources {
  const folder = join(repositoryRoot, 'infra/pulumi')
  const parse = (path: string) => {
    const file = join(folder, path)
    return {
      path: relative(repositoryRoot, file),
      source: ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true),
    }
  }
  const within = (name: string) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .sort()
      .map((file) => parse(join(name, file)))
  const settings = [parse('config.ts'), ...within('settings')]
  return {
    components: within('components').flatMap(({ path, source }) => componentsOf(path, source)),
    settings: settings.flatMap(({ source }) =>
      interfacesOf(source)
        .filter((declaration) => declaration.name.text.endsWith('Settings'))
        .flatMap(membersOf),
    ),
    outputs: exportedValues(parse('index.ts').source),
  }
}

function componentsOf(path: string, source: ts.SourceFile): readonly ComponentSource[] {
  return source.statements.filter(ts.isClassDeclaration).flatMap((declaration) => {
    const type = typeToken(declaration)
    const className = declaration.name?.text
    if (type === undefined || className === undefined) return []
    return [{ type, className, text: commentOf(declaration), file: path }]
  })
}

/** The first string that the constructor passes to `super`. */
function typeToken(declaration: ts.ClassDeclaration): string | undefined {
  const [build] = declaration.members.filter(ts.isConstructorDeclaration)
  const call = build?.body?.statements
    .filter(ts.isExpressionStatement)
    .map(({ expression }) => expression)
    .filter(ts.isCallExpression)
    .find(({ expression }) => expression.kind === ts.SyntaxKind.SuperKeyword)
  const [first] = call?.arguments ?? []
  return first && ts.isStringLiteral(first) ? first.text : undefined
}

const interfacesOf = (source: ts.SourceFile): readonly ts.InterfaceDeclaration[] =>
  source.statements.filter(ts.isInterfaceDeclaration)

const membersOf = (declaration: ts.InterfaceDeclaration): readonly Documented[] =>
  declaration.members.filter(ts.isPropertySignature).map((member) => ({
    name: member.name.getText() + (member.questionToken ? '?' : ''),
    text: commentOf(member),
  }))

function exportedValues(source: ts.SourceFile): readonly Documented[] {
  return source.statements
    .filter(ts.isVariableStatement)
    .filter((statement) =>
      (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
    )
    .flatMap((statement) =>
      statement.declarationList.declarations.map((declaration) => ({
        name: declaration.name.getText(),
        text: commentOf(statement),
      })),
    )
}

/** A doc comment as one line; empty where there is none. */
function commentOf(node: ts.Node): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).slice(-1)
  return (ts.getTextOfJSDocComment(comment?.comment) ?? '').replace(/\s+/g, ' ').trim()
}
