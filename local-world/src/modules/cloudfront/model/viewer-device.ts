// How CloudFront detects a viewer's device from User-Agent. AWS publishes no rules: these are common patterns. [guess]
const TELEVISION = /smart-?tv|smarttv|googletv|appletv|hbbtv|netcast|roku|bravia|aftb|aft[a-z]\b|crkey/i
const TABLET = /ipad|tablet|kindle|silk|playbook|android(?!.*mobile)/i
const ANDROID = /android/i
const IOS = /iphone|ipad|ipod/i
const MOBILE = /mobi|iphone|ipod|android.*mobile|windows phone/i

/** `CloudFront-Is-…-Viewer`, each `true` or `false`: exactly one of mobile, tablet, television and desktop is true. */
export function deviceHeaders(userAgent: string | undefined): Readonly<Record<string, string>> {
  const agent = userAgent ?? ''
  const isTelevision = TELEVISION.test(agent)
  const isTablet = !isTelevision && TABLET.test(agent)
  const isMobile = !isTelevision && !isTablet && MOBILE.test(agent)
  const devices = {
    android: ANDROID.test(agent),
    desktop: !isTelevision && !isTablet && !isMobile,
    ios: IOS.test(agent),
    mobile: isMobile,
    smarttv: isTelevision,
    tablet: isTablet,
  }
  return Object.fromEntries(
    Object.entries(devices).map(([device, is]) => [`cloudfront-is-${device}-viewer`, String(is)]),
  )
}
