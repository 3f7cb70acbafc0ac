"""What a page must never do in silence: errors in the console, scripts that fail, breaches of the content policy."""

# Reported by the browser itself, whether or not the page listens; the console's own wording differs between versions.
REPORT_POLICY_BREACHES = """
document.addEventListener('securitypolicyviolation', event => {
  console.error(`content policy: ${event.violatedDirective} forbids ${event.blockedURI || 'inline code'}`);
});
"""


class Troubles:
    """Collects the troubles of a page from its opening on."""

    def __init__(self, page):
        self.seen: list[str] = []
        page.add_init_script(REPORT_POLICY_BREACHES)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.seen.append(f"script failed: {error}"))

    def _on_console(self, message):
        if message.type == "error":
            self.seen.append(f"console, {message.location.get('url', '')}: {message.text}")

    def __str__(self):
        return "\n".join(self.seen)
