import { dirname, join } from 'node:path'
import ts from 'typescript'
import type { TypePlant } from './plant.ts'

const FOLDER = join(import.meta.dirname, '..')

/** What the compiler says of each plant, as one text a plant; empty when it says nothing. */
export function compilePlants(plants: readonly TypePlant[]): readonly string[] {
  const config = ts.readConfigFile(join(FOLDER, 'tsconfig.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, FOLDER)
  const files = new Map(plants.map(({ code }, index) => [join(FOLDER, `plant-${index}.ts`), code]))
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists } = host
  host.readFile = (path) => files.get(path) ?? readFile(path)
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.getCurrentDirectory = () => dirname(join(FOLDER, 'package.json'))
  const program = ts.createProgram([...files.keys()], { ...options, noEmit: true }, host)
  return [...files.keys()].map((path) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(path))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
      .join('; '),
  )
}
