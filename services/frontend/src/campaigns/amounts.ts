const UNITS = 'km|kg|kW|km/h|L|mi|miles|mph|mpg|hp|lb|원|리터|분|초|개월'

const INSIDE = new RegExp(
  `(?<=\\d[만천억]?) (?=\\d[\\d,.]*[만천억]|(?:${UNITS})(?![a-z]))|(?<=(?:^| )월) (?=\\d)`,
  'gu',
)

/** Keeps each amount in a text on one line: `월 38만 9천 원`, `611 km`. */
export function keepAmountsWhole(text: string): string {
  return text.replaceAll(INSIDE, '\u00a0')
}
