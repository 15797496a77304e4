import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { instanceId } from '@meridian/topology'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest'
import { type BootedWorld, REPOSITORY_ROOT } from '../../src/booted-world.ts'
import { openBrowser, VIEWPORTS, violationsOf } from '../../src/browser.ts'
import { it } from '../../src/shared-world.ts'
import { edgeUrl } from '../../src/visitor.ts'

/** The first campaign that the site lists. */
const FIRST_CAMPAIGN = '/ko/campaign'
const PICTURES = join(REPOSITORY_ROOT, 'test-results', 'site')

let world: BootedWorld
let browser: Browser
it.beforeAll(({ sharedWorld }) => {
  world = sharedWorld
})
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
})

async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  await page.goto(new URL(path, edgeUrl(world, 'seoul')).href)
  return page
}

describe('the site in a browser in Seoul', () => {
  it('speaks the language that the browser asks for', async () => {
    const korean = await openPage('/', { locale: 'ko-KR' })
    expect(new URL(korean.url()).pathname).toBe('/ko')
    const english = await openPage('/', { locale: 'en-US' })
    expect(new URL(english.url()).pathname).toBe('/en')
  })

  it('takes a test-drive request without JavaScript and shows that it was received', async () => {
    const page = await openPage('/en', { javaScriptEnabled: false })
    await page.locator('main a[href*="/campaigns/"]').first().click()
    await page.getByLabel(/name/i).first().fill('A Visitor')
    await page
      .getByLabel(/e-?mail/i)
      .first()
      .fill('visitor@example.com')
    const consents = page.locator('form input[type="checkbox"][required]')
    for (const consent of await consents.all()) await consent.check()
    await page.locator('form button[type="submit"]').first().click()
    await page.waitForURL(/\/en\/thanks\//)
    expect(await page.locator('main').innerText()).toMatch(/received|thank/i)
    await page.screenshot({ path: join(PICTURES, 'thanks.png') })
  })

  it('shows the form again with the typed values when a field is missing', async () => {
    const page = await openPage('/en', { javaScriptEnabled: false })
    await page.locator('main a[href*="/campaigns/"]').first().click()
    await page.getByLabel(/name/i).first().fill('A Visitor')
    await page.evaluate("document.querySelector('main form').noValidate = true")
    await page.locator('form button[type="submit"]').first().click()
    expect(await page.getByLabel(/name/i).first().inputValue()).toBe('A Visitor')
    expect(await page.locator('main').innerText()).toMatch(/mail/i)
  })

  it.each([true, false])(
    'focuses the list of mistakes of a refused form on a phone, JavaScript %s',
    async (javaScriptEnabled) => {
      const page = await openPage('/ko', { javaScriptEnabled, viewport: { width: 390, height: 844 } })
      await page.locator('main a[href*="/campaigns/"]').first().click()
      await page.locator('#lead-name').fill('김민아')
      // Enter submits the form, although the language buttons come before it.
      await page.locator('#lead-name').press('Enter')
      const list = page.locator('#mistakes:focus')
      await list.waitFor()
      expect(await page.title()).toContain('2건')
      const box = await list.boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(844)
      await list.locator('a').first().click()
      expect(await page.locator('#lead-email:focus').count()).toBe(1)
      if (javaScriptEnabled) expect(await violationsOf(page)).toEqual([])
      await page.screenshot({
        path: join(PICTURES, `refused-phone${javaScriptEnabled ? '' : '-without-script'}.png`),
      })
      await page.locator('.languages button').click()
      await page.locator('html[lang=en]').waitFor()
      expect(await page.locator('#lead-name').inputValue()).toBe('김민아')
    },
  )

  it.each(['/en', '/ko', '/en/status', FIRST_CAMPAIGN])(
    'serves %s accessible and unbroken on desktop and phone, in light and dark mode',
    async (path) => {
      const page = await openPage(path === FIRST_CAMPAIGN ? '/ko' : path)
      const problems: string[] = []
      page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
      page.on('request', (request) => {
        if (new URL(request.url()).host !== new URL(page.url()).host) problems.push(request.url())
      })
      if (path === FIRST_CAMPAIGN) await page.locator('main a[href*="/campaigns/"]').first().click()
      await page.reload()
      const name = path.slice(1).replace('/', '-')
      for (const [size, viewport] of Object.entries(VIEWPORTS)) {
        await page.setViewportSize(viewport)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          // Dark mode changes only colours.
          expect(
            await violationsOf(page, { onlyColours: colorScheme === 'dark' }),
            `${size} ${colorScheme}`,
          ).toEqual([])
          await page.screenshot({
            path: join(PICTURES, `${name}-${size}-${colorScheme}.png`),
            fullPage: true,
          })
        }
        const width = await page.evaluate('document.documentElement.scrollWidth')
        expect(width, `as wide as the ${size}`).toBeLessThanOrEqual(viewport.width)
      }
      expect(problems).toEqual([])
    },
  )

  it('names the database instance that made the page in its footer', async () => {
    const page = await openPage('/en')
    expect(await page.locator('footer').innerText()).toContain(instanceId('ap-northeast-2', 1))
  })
})
