// What the pages do beyond plain HTML. Everything works, if more slowly, without it.
import { initAll } from '../vendor/govuk-frontend/govuk-frontend.min.js'

initAll()

// A form that is longer than the service takes is not sent: its words would be lost with the page.
const MOST_SENT_BYTES = 1000000
document.addEventListener('submit', (event) => {
  const form = event.target
  form.querySelector('[data-too-long]')?.remove()
  if (form.method !== 'post' || new URLSearchParams(new FormData(form)).toString().length <= MOST_SENT_BYTES) return
  event.preventDefault()
  const says = document.createElement('p')
  says.className = 'govuk-error-message'
  says.dataset.tooLong = ''
  says.tabIndex = -1
  says.setAttribute('role', 'alert')
  says.textContent = 'This is too long to send. Nothing was sent, and what you typed is still here. Make it shorter.'
  form.prepend(says)
  says.focus()
})

// Hide this page: the button, or Escape three times within three seconds. The page is emptied before anything is
// fetched, and its place in the browser's history is taken by the neutral page.
const hideLink = document.querySelector('[data-hide-page]')
if (hideLink) {
  const hide = () => {
    document.title = 'Golden Thread'
    document.body.replaceChildren()
    window.location.replace(hideLink.href)
  }
  let pressed = []
  hideLink.addEventListener('click', (event) => {
    event.preventDefault()
    hide()
  })
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') {
      pressed = []
      return
    }
    const now = Date.now()
    pressed = pressed.filter((then) => now - then < 3000).concat(now)
    if (pressed.length >= 3) hide()
  })
  // Nobody is told of a key that does nothing: without this script the page cannot hear it.
  document.querySelectorAll('[data-hide-hint]').forEach((hint) => { hint.hidden = false })
  // A page that the browser kept in memory is asked for again, so that what was hidden stays hidden.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) window.location.reload()
  })
}

// Print with everything open, and leave it as it was afterwards.
const opened = []
window.addEventListener('beforeprint', () => {
  document.querySelectorAll('details:not([open])').forEach((details) => {
    details.open = true
    opened.push(details)
  })
})
window.addEventListener('afterprint', () => {
  opened.splice(0).forEach((details) => { details.open = false })
})
document.querySelectorAll('[data-print-page]').forEach((button) => {
  button.hidden = false
  button.addEventListener('click', () => window.print())
})
document.querySelectorAll('[data-open-all]').forEach((button) => {
  const all = document.querySelectorAll(button.dataset.openAll)
  if (!all.length) return
  button.hidden = false
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true'
    all.forEach((details) => { details.open = open })
    button.setAttribute('aria-expanded', String(open))
    button.textContent = open ? 'Close all' : 'Open all'
  })
})

// A number is held against the name and date of birth typed beside it as soon as one of them is left. The search itself
// says the same without a script. Nothing is asked until there is something to compare, and a reason for asking.
const said = document.querySelector('[data-check-number]')
const search = said?.closest('form')
if (said && search) {
  let last = ''
  const typed = (name) => (search.elements.namedItem(name)?.value || '').trim()
  const isComparable = () => (typed('nhs_number') || typed('upn')) && (typed('family_name') || typed('date_of_birth-year'))
  const check = async () => {
    const form = new FormData(search)
    const asked = new URLSearchParams(form).toString()
    if (asked === last) return
    said.textContent = ''
    if (!isComparable() || !form.get('purpose')) return
    last = asked
    try {
      const answer = await fetch(said.dataset.checkNumber, { method: 'POST', body: form, credentials: 'same-origin' })
      if (answer.ok && asked === last) said.textContent = await answer.text()
    } catch {
      // The search itself says it.
    }
  }
  search.addEventListener('focusout', (event) => { if (event.target.matches('input')) check() })
}

// The demonstration's codes change every half minute.
const codes = document.querySelector('[data-codes]')
if (codes) {
  const renew = async () => {
    try {
      const answer = await fetch(window.location.href, { credentials: 'same-origin' })
      if (!answer.ok) return
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
      fresh.querySelectorAll('[data-code-of]').forEach((code) => {
        const shown = document.querySelector(`[data-code-of="${CSS.escape(code.dataset.codeOf)}"]`)
        if (shown && shown.textContent !== code.textContent) shown.textContent = code.textContent
      })
    } catch {
      // The next half minute tries again.
    }
  }
  const untilTheNextCode = () => 30000 - (Date.now() % 30000) + 400
  const again = () => setTimeout(() => { renew().then(again) }, untilTheNextCode())
  again()
}
