import { readFileSync } from 'node:fs'
import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type JSONInstruction,
} from 'dockerfile-ast'

/** One build stage with its arguments substituted. */
export interface Stage {
  readonly name: string | undefined
  /** An image, or the name of an earlier stage. */
  readonly base: string
  readonly instructions: readonly StageInstruction[]
}

export interface StageInstruction {
  /** `COPY`, `ENV`, … */
  readonly keyword: string
  readonly args: readonly string[]
  readonly flags: Readonly<Record<string, string>>
  /** Of the exec form; undefined for the shell form. */
  readonly exec: readonly string[] | undefined
}

/** Reads a Dockerfile's stages as a build with these arguments would. */
export function readStages(file: string, buildArgs: Readonly<Record<string, string>>): readonly Stage[] {
  const parsed = DockerfileParser.parse(readFileSync(file, 'utf8'))
  const globals = new Map<string, string>()
  const stages: { name: string | undefined; base: string; instructions: StageInstruction[] }[] = []
  for (const instruction of parsed.getInstructions()) {
    const keyword = instruction.getKeyword()
    const fill = (text: string) =>
      text.replace(/\$\{(\w+)\}/g, (whole, name: string) => globals.get(name) ?? whole)
    if (keyword === 'ARG' && stages.length === 0) {
      const [name = '', value = ''] = wordsOf(instruction)[0]?.split('=') ?? []
      globals.set(name, buildArgs[name] ?? value)
    } else if (keyword === 'FROM') {
      const from = instruction as From
      stages.push({
        name: from.getBuildStage() ?? undefined,
        base: fill(from.getImage() ?? ''),
        instructions: [],
      })
    } else stages.at(-1)?.instructions.push(readInstruction(instruction, fill))
  }
  return stages
}

const wordsOf = (instruction: Instruction) => instruction.getArguments().map((word) => word.getValue())

function readInstruction(instruction: Instruction, fill: (text: string) => string): StageInstruction {
  const flags = (instruction as Copy).getFlags?.() ?? []
  const strings = (instruction as JSONInstruction).getJSONStrings?.() ?? []
  return {
    keyword: instruction.getKeyword(),
    args: wordsOf(instruction).map(fill),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    exec:
      strings.length > 0
        ? strings.map((text) => fill(JSON.parse(text.getValue()) as string))
        : execIn(instruction),
  }
}

/** The parser treats only the CMD of a HEALTHCHECK as JSON. */
function execIn(instruction: Instruction): readonly string[] | undefined {
  const [, json] = /^(?:.*\s)?CMD\s+(\[.*\])\s*$/s.exec(instruction.getArgumentsContent() ?? '') ?? []
  return json === undefined ? undefined : (JSON.parse(json) as readonly string[])
}

/** The stage that an image is built from, and all those below it, lowest first. */
export function finalStages(stages: readonly Stage[]): readonly Stage[] {
  const chain: Stage[] = []
  for (let stage = stages.at(-1); stage; stage = stages.find(({ name }) => name === chain[0]?.base))
    chain.unshift(stage)
  return chain
}

/** The runtime settings of an image. */
export interface ImageConfig {
  readonly environment: Readonly<Record<string, string>>
  readonly workingDirectory: string
  readonly user: string
  readonly entryPoint: readonly string[]
  readonly command: readonly string[]
  readonly healthCheck: StageInstruction | undefined
}

export function imageConfig(stages: readonly Stage[]): ImageConfig {
  const all = finalStages(stages).flatMap(({ instructions }) => instructions)
  const last = (keyword: string) => all.findLast((instruction) => instruction.keyword === keyword)
  const variables = all
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ args }) => args.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]))
  return {
    environment: Object.fromEntries(variables),
    workingDirectory: last('WORKDIR')?.args[0] ?? '/',
    user: last('USER')?.args[0] ?? 'root',
    entryPoint: last('ENTRYPOINT')?.exec ?? [],
    command: last('CMD')?.exec ?? [],
    healthCheck: last('HEALTHCHECK'),
  }
}
