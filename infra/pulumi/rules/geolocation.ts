import type { GeoMatch } from '@meridian/topology'

/** What Route 53 matches, as Pulumi spells it; a subdivision is valid only together with its country. */
export function geolocationPolicy(match: GeoMatch) {
  return {
    ...(match.continent && { continent: match.continent }),
    ...(match.country && { country: match.country }),
    ...(match.subdivision && { subdivision: match.subdivision }),
  }
}
