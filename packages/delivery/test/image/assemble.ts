import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, posix, relative } from 'node:path'
import { bundleFolder } from '@meridian/service-bundle'
import { bundleService } from '@meridian/service-bundle/bundler'
import { readBuildContext } from './build-context.ts'
import { finalStages, type ImageConfig, imageConfig, readStages, type Stage } from './dockerfile.ts'
import { lockClosure } from './lock-closure.ts'

export interface AssembledImage {
  /** Acts as the image's root folder. */
  readonly rootFolder: string
  readonly config: ImageConfig
}

/**
 * Creates the folder that a build of the Dockerfile would produce, without building: it follows the COPY lines of the final
 * stages and the build context's rules. The bundle is built as its RUN line says, but from the checkout and its node_modules;
 * a check limits it to what the Dockerfile's `npm ci` would install. Downloaded files are empty. The base image is left out.
 */
export async function assembleImage(
  repository: string,
  service: string,
  rootFolder: string,
): Promise<AssembledImage> {
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
        if (from) await copyFromStage(from, source, target)
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

  /** A folder is walked if something below it may be sent. */
  function isSentInPart(path: string): boolean {
    return isSent(path) || path.split('/').length === 1
  }

  async function copyFromStage(stage: Stage, source: string, target: string): Promise<void> {
    const isBundled = stage.instructions.some(
      ({ keyword, args }) => keyword === 'RUN' && args[1] === 'packages/service-bundle/src/main.ts',
    )
    if (isBundled && posix.basename(source) === 'dist') return await copyBundle(stage, target)
    mkdirSync(join(rootFolder, posix.dirname(target)), { recursive: true })
    writeFileSync(join(rootFolder, target), '')
  }

  async function copyBundle(stage: Stage, target: string): Promise<void> {
    const installed = installedIn(stage)
    const { own, packages } = await bundleService(repository, service)
    const absent = packages.filter((place) => !installed.has(place))
    if (absent.length > 0) throw new Error(`The bundle needs ${absent.join(', ')}, which npm ci leaves out`)
    const unsent = own.filter((path) => !isSent(path))
    if (unsent.length > 0)
      throw new Error(`The bundle needs ${unsent.join(', ')}, which is not sent to the build`)
    cpSync(bundleFolder(repository, service), join(rootFolder, target), { recursive: true })
  }

  /** What the stage's npm ci installs. It fails if a project of the lock file is missing: their manifests are copied first. */
  function installedIn(stage: Stage): ReadonlySet<string> {
    const words = stage.instructions.flatMap(({ args }) => args)
    const workspaces = words.flatMap((word) => /^--workspace=(.+)$/.exec(word)?.[1] ?? [])
    const places = workspaces.flatMap((workspace) => lockClosure(repository, workspace))
    const copied = stage.instructions.flatMap(({ keyword, args }) => (keyword === 'COPY' ? args : []))
    for (const place of places.filter((each) => each.startsWith('node_modules/@meridian/'))) {
      const name = posix.basename(place)
      const home = ['packages', 'services'].find((folder) => existsSync(join(repository, folder, name)))
      const manifest = `${home}/${name}/package.json`
      if (!copied.includes(manifest)) throw new Error(`npm ci: ${manifest} is not copied before it`)
    }
    return new Set(places)
  }
}
