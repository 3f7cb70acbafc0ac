"""The main pages, and a role that may see each. A new page is added here, and all general checks hold it too."""

# Path of a page: role of the demo login that opens it.
MAIN_PAGES = {
    "/": "secretariat",
    "/cases": "secretariat",
    "/cases/board/ukn": "secretariat",
    "/cases/new/ukn": "secretariat",
    "/screening": "screener",
    "/report/2025": "secretariat",
    "/import": "secretariat",
    "/persons": "secretariat",
    "/programmes": "secretariat",
}

LANGUAGES = ["da", "en"]
