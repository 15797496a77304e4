import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const FONT_PACKAGE = '@expo-google-fonts/nanum-gothic/package.json'

/**
 * Writes a fontconfig file for a browser with the machine's fonts and one with Hangul. Returns its path.
 *
 * Without Korean fonts a browser draws boxes, and a run's screenshots are its evidence.
 */
export function writeFontConfiguration(folder: string): string {
  const fonts = dirname(createRequire(import.meta.url).resolve(FONT_PACKAGE))
  const file = join(folder, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(tmpdir(), 'fonts')}</dir>
  <dir>${fonts}</dir>
  <cachedir>${join(folder, 'cache')}</cachedir>
</fontconfig>
`,
  )
  return file
}
