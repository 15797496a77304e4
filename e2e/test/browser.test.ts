import { expect, it, onTestFinished } from 'vitest'
import { openBrowser } from '../src/browser.ts'

it('a screenshot shows Hangul, whatever fonts the machine has', async () => {
  const browser = await openBrowser()
  onTestFinished(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 100, height: 100 } })
  const pictureOf = async (text: string) => {
    await page.setContent(`<p lang="ko" style="font: 60px sans-serif; margin: 0">${text}</p>`)
    return (await page.screenshot()).toString('base64')
  }
  // A font without these letters draws the same box for all of them.
  const pictures = new Set([await pictureOf('한'), await pictureOf('글'), await pictureOf('차')])
  expect(pictures.size).toBe(3)
})
