import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildConsole, type RunningConsole, startConsole } from '@meridian/console'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { type BootedWorld, REPOSITORY_ROOT } from './booted-world.ts'

/** Where screenshots of the console are kept for review. */
export const PICTURES = join(REPOSITORY_ROOT, 'test-results', 'console')

/**
 * Opens the console for a world as `npm start` does, or as if the world were an account known only by its outputs. Operation
 * journals stay in the world's own folder.
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

/** A page of the console, and what it did wrong. */
export interface WatchedPage {
  readonly page: Page
  /** Errors on the browser's console, and requests to any other address. */
  readonly failures: string[]
  close(): Promise<void>
}

/** Opens the console in its own browser through a link. */
export async function openPage(
  browser: Browser,
  { url, newLink }: RunningConsole,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  // On a busy machine a source may be read late, which is not the page's failure.
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

/** The panel already shows its source as stale; on a busy machine AWS's answer may be late. */
const isSlowSource = (text: string): boolean => /^Failed to load resource:.* 422 /.test(text)

/** Follows the navigation link with this name. */
export async function goTo(page: Page, label: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: label, exact: true })
    .click()
}
