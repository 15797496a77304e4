import { styleText } from 'node:util'
import type { AddressLine } from '../kernel/module.ts'

/** All addresses of a running world as one block, in aligned columns under headings. */
export function addressBlock(lines: readonly AddressLine[]): string {
  const labelWidth = widest(lines.map((line) => line.label))
  const addressWidth = widest(lines.map((line) => line.address))
  const sections = Map.groupBy(lines, (line) => line.section)
  return [...sections]
    .map(([section, members]) => {
      const rows = members.map((line) => {
        const name = line.name ? styleText('dim', line.name) : ''
        return `  ${line.label.padEnd(labelWidth)}  ${line.address.padEnd(addressWidth)}  ${name}`.trimEnd()
      })
      return [styleText('bold', section), ...rows].join('\n')
    })
    .join('\n')
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}
