// The site works without this file. It keeps an impatient second press of a button from being sent, and a form from being typed twice.

// Only in this tab, and only until it is closed: a request that is lost on our side comes back filled in.
const memory = (form) => `lead ${form.elements.key?.value}`
const remembered = ['name', 'email', 'phone', 'message']

for (const form of document.querySelectorAll('form[data-once]')) {
  form.addEventListener('submit', (event) => {
    // A button with an address of its own stores nothing: it shows the form in another language.
    if (event.submitter?.hasAttribute('formaction')) return
    if (form.dataset.sent) event.preventDefault()
    form.dataset.sent = 'yes'
    form.querySelector('button[type=submit]')?.setAttribute('aria-busy', 'true')
    const typed = remembered.map((name) => [name, form.elements[name]?.value ?? ''])
    sessionStorage.setItem(memory(form), JSON.stringify(Object.fromEntries(typed)))
  })
}

if (document.querySelector('[data-unsent=lost]')) {
  const form = document.querySelector('form[data-once]')
  const typed = JSON.parse(sessionStorage.getItem(memory(form)) ?? '{}')
  for (const [name, value] of Object.entries(typed)) form.elements[name].value = value
}

// A page that comes back from the browser's memory may be sent again: its key still makes it count once.
addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-once]')) {
    delete form.dataset.sent
    form.querySelector('button[type=submit]')?.removeAttribute('aria-busy')
  }
})
// After a refused form, start at the list of what to correct.
document.querySelector('#mistakes')?.focus()
