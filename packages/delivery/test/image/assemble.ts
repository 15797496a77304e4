import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { readBuildContext } from './build-context.ts'
import { finalStages, type ImageConfig, imageConfig, readStages, type Stage } from './dockerfile.ts'
import { lockClosure } from './lock-closure.ts'

export interface AssembledImage {
  /** Stands for the image's root folder. */
  readonly rootFolder: string
  readonly config: ImageConfig
}

/**
 * Makes the folder that a build of the Dockerfile would leave, without building: it follows the COPY lines of the final stages
 * and the build context's rules, and stands in for two things: `npm ci` by what the lock file names, taken from the root's
 * node_modules, and files that are loaded from elsewhere by empty ones. The base image is left out.
 */
export function assembleImage(repository: string, service: string, rootFolder: string): AssembledImage {
  const stages = readStages(join(repository, 'Dockerfile'), { SERVICE: service })
  const isSent = readBuildContext(repository)
  for (const { instructions } of finalStages(stages)) {
    let workingDirectory = imageConfig(stages).workingDirectory
    for (const { keyword, args, flags } of instructions) {
      if (keyword === 'WORKDIR') workingDirectory = args[0] ?? workingDirectory
      if (keyword !== 'COPY' && keyword !== 'ADD') continue
      const target = posix.resolve(workingDirectory, args.at(-1) ?? '')
      const from = stages.find(({ name }) => name !== undefined && name === flags.from)
      for (const source of args.slice(0, -1)) {
        if (from) copyFromStage(from, source, target)
        else copyFromContext(source, args.at(-1)?.endsWith('/') ? posix.join(target, source) : target)
      }
    }
  }
  return { rootFolder, config: imageConfig(stages) }

  function copyFromContext(source: string, target: string): void {
    const path = posix.normalize(source)
    if (!existsSync(join(repository, path)) || !isSentInPart(path))
      throw new Error(`COPY ${source}: the build context has no such file`)
    cpSync(join(repository, path), join(rootFolder, target), {
      recursive: true,
      filter: (file) => isSentInPart(relative(repository, file)),
    })
  }

  /** A folder is walked into when something below it may be sent. */
  function isSentInPart(path: string): boolean {
    return isSent(path) || path.split('/').length === 1
  }

  function copyFromStage(stage: Stage, source: string, target: string): void {
    const isInstalled = stage.instructions.some(({ keyword, args }) => keyword === 'RUN' && args[1] === 'ci')
    if (isInstalled && posix.basename(source) === 'node_modules') copyDependencies(stage, source, target)
    else {
      mkdirSync(join(rootFolder, posix.dirname(target)), { recursive: true })
      writeFileSync(join(rootFolder, target), '')
    }
  }

  function copyDependencies(stage: Stage, source: string, target: string): void {
    refuseUnknownWorkspaces(stage)
    const workspace = /^--workspace=(.+)$/
    const words = stage.instructions.flatMap(({ args }) => args)
    const [named = ''] = words.flatMap((word) => workspace.exec(word)?.[1] ?? [])
    for (const place of lockClosure(repository, named)) {
      const inStage = posix.join('/app', place)
      // A version that npm puts beside a project instead of the root's is left behind by this COPY, as it would be.
      if (!inStage.startsWith(`${source}/`)) continue
      const file = join(rootFolder, target, posix.relative(source, inStage))
      mkdirSync(posix.dirname(file), { recursive: true })
      if (place.startsWith('node_modules/@meridian/')) symlinkSync(linkTarget(place), file)
      else if (!existsSync(file))
        cpSync(join(repository, place), file, { recursive: true, filter: isOutsideNested(place) })
    }
  }

  function linkTarget(place: string): string {
    const name = posix.basename(place)
    const home = ['packages', 'services'].find((folder) => existsSync(join(repository, folder, name)))
    return `../../${home}/${name}`
  }

  /** What is nested belongs to the closure by itself, or not at all. */
  function isOutsideNested(place: string): (file: string) => boolean {
    const nested = join(repository, place, 'node_modules')
    return (file) => file !== nested
  }

  /** npm ci stops at a lock file whose projects it does not see; the manifest of each one that counts has to be copied first. */
  function refuseUnknownWorkspaces(stage: Stage): void {
    const copied = stage.instructions.flatMap(({ keyword, args }) => (keyword === 'COPY' ? args : []))
    const links = lockClosure(repository, `services/${service}`).filter((place) =>
      place.startsWith('node_modules/@meridian/'),
    )
    for (const place of links) {
      const manifest = posix.join(linkTarget(place).replace('../../', ''), 'package.json')
      if (!copied.includes(manifest)) throw new Error(`npm ci: ${manifest} is not copied before it`)
    }
  }
}
