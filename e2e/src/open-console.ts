import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildConsole, type RunningConsole, startConsole } from '@meridian/console'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type BootedWorld, REPOSITORY_ROOT } from './booted-world.ts'

/** Where pictures of the console are left, for people to look at. */
export const PICTURES = join(REPOSITORY_ROOT, 'test-results', 'console')

/**
 * The console of a world, as `npm start` would open it, or as if the world were an account that is known by its outputs alone. Its
 * journals of operations stay in the world's own folder.
 */
export async function openConsole(
  world: BootedWorld,
  target: 'local' | 'aws' = 'local',
): Promise<RunningConsole> {
  mkdirSync(PICTURES, { recursive: true })
  const folder = join(world.folders.run, `console-${target}`)
  await buildConsole(folder)
  const { descriptionFile } = world.folders
  const outputsFile = join(folder, 'outputs.json')
  writeFileSync(outputsFile, JSON.stringify(world.graph.contents.stackOutputs))
  return startConsole({
    target: { target, repositoryRoot: REPOSITORY_ROOT, worldFile: descriptionFile, outputsFile },
    targetFile: target === 'local' ? descriptionFile : outputsFile,
    port: 0,
    assetFolder: folder,
    resultsFolder: join(world.folders.run, 'results'),
    identityFile: join(folder, 'identity.json'),
  })
}

/** A page of the console, and what it did that it must not do. */
export interface WatchedPage {
  readonly page: Page
  /** Errors on the browser's console, and requests to any other address. */
  readonly failures: string[]
  close(): Promise<void>
}

/** Opens the console in its own browser, by a link. */
export async function openPage(
  browser: Browser,
  { url, newLink }: RunningConsole,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  // On a machine that does many things at once a source is read late, and that is no failure of the page.
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const failures: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !isSlowSource(message.text())) failures.push(message.text())
  })
  page.on('pageerror', (error) => failures.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) failures.push(`request to ${request.url()}`)
  })
  await page.goto(newLink())
  return { page, failures, close: () => context.close() }
}

/** The panel says that its source is stale; on a machine that does many things at once AWS's answer may be late. */
const isSlowSource = (text: string): boolean => /^Failed to load resource:.* 422 /.test(text)

/** Follows the link of this name in the navigation. */
export async function goTo(page: Page, label: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: label, exact: true })
    .click()
}
