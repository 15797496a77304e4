import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import bundledChromium from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'
import { writeFontConfiguration } from './fonts.ts'

/** Where browsers are usually installed. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * A headless browser without a download: the one in an npm package on Linux x64, elsewhere an installed one, or the one that
 * CHROME_PATH names.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser()
  const folder = mkdtempSync(join(tmpdir(), 'meridian-fonts-'))
  // Chromium's sandbox needs privileges that a container and root lack; it only ever loads our own pages here.
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
    env: { ...process.env, FONTCONFIG_FILE: writeFontConfiguration(folder) },
  })
  return browser.once('disconnected', () => rmSync(folder, { recursive: true, force: true }))
}

async function findBrowser(): Promise<string> {
  const named = process.env.CHROME_PATH ?? INSTALLED.find((path) => existsSync(path))
  if (named) return named
  if (process.platform === 'linux' && process.arch === 'x64') return bundledChromium.executablePath()
  throw new Error('No browser found: install Chrome or Chromium, or set CHROME_PATH to one.')
}

/** A desktop, and the most common phone size. */
export const VIEWPORTS = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

/** Names of the accessibility rules that a page breaks, and where. */
export async function violationsOf(
  page: Page,
  options: { readonly onlyColours?: boolean } = {},
): Promise<readonly string[]> {
  // Our pages have no frames, so axe can run in the page itself; through a second page of its own it takes twice as long.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  if (options.onlyColours) axe.withRules('color-contrast')
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}
