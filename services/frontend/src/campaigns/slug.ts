/** Slugs as marketing-api makes them; anything else cannot be a campaign. */
export function isSlug(text: string): boolean {
  return text.length <= 80 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)
}
