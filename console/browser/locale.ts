// Loaded before everything else. A browser that was started with the POSIX locale calls its language "en-US@posix", which is none to
// `Intl`; uPlot formats numbers by it as it is loaded, and throws.
try {
  new Intl.NumberFormat(navigator.language)
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US' })
}
