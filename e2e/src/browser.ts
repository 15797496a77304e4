import { existsSync } from 'node:fs'
import bundledChromium from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { writeFontConfiguration } from './fonts.ts'

/** Where people and distributions install a browser. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * A headless browser without a download: the one that an npm package brings for Linux on x64, elsewhere an installed
 * one, or the one that CHROME_PATH names.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = await findBrowser()
  // Chromium's sandbox needs privileges that a container and root do not have; it only ever sees our own pages here.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
    env: { ...process.env, FONTCONFIG_FILE: writeFontConfiguration() },
  })
}

async function findBrowser(): Promise<string> {
  const named = process.env.CHROME_PATH ?? INSTALLED.find((path) => existsSync(path))
  if (named) return named
  if (process.platform === 'linux' && process.arch === 'x64') return bundledChromium.executablePath()
  throw new Error('No browser found: install Chrome or Chromium, or set CHROME_PATH to one.')
}
