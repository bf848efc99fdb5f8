// Says that there is JavaScript before anything is drawn, as the styles expect.
document.documentElement.classList.add('js')
document.addEventListener('DOMContentLoaded', () => {
  document.body.classList.add('js-enabled')
  if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
})
