// Says that there is JavaScript before anything of the page is drawn, as the styles expect.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
