"""Documents and letters as somebody in the secretariat and an administrator meet them, without script where it matters."""

import re
import subprocess

import pytest
from conftest import DESKTOP, PHONE
from playwright.sync_api import expect

import paths

PDF = b"%PDF-1.7 bevis for forkyndelse"


@pytest.fixture
def order(sessions, open_page):
    """The documents of an order in force in which nobody is masked."""
    page = open_page(DESKTOP, storage_state=sessions("secretariat"))
    paths.documents(page)
    return page


def upload(page, name: str, content: bytes, title: str, kind: str = "service-proof"):
    page.locator("#upload-title").fill(title)
    page.locator("#upload-kind").select_option(kind)
    page.locator("#upload-file").set_input_files({"name": name, "mimeType": "application/x-msdownload", "buffer": content})
    page.locator('form[action$="/upload"] [type="submit"]').click()


def row(page, title: str):
    return page.locator("#documents tbody tr", has_text=title)


def test_a_document_goes_in_and_comes_out_as_it_was(order):
    upload(order, "Bevis æøå.exe", PDF, "Bevis for forkyndelse")
    expect(order.get_by_text("gemt krypteret")).to_be_visible()
    expect(row(order, "Bevis for forkyndelse")).to_contain_text("Bevis æøå.exe.pdf")
    with order.expect_download() as download:
        row(order, "Bevis for forkyndelse").locator("a").first.click()
    assert download.value.suggested_filename == "Bevis æøå.exe.pdf"
    assert download.value.path().read_bytes() == PDF
    upload(order, "igen.pdf", PDF, "Igen")
    expect(order.locator('[role="alert"]')).to_contain_text("allerede i sagen som dokument")
    expect(order.locator("#upload-title")).to_have_value("Igen")


def test_what_cannot_be_taken_is_told_at_the_file(order):
    for name, content, words in [
        ("rapport.pdf", b"MZ\x90\x00program", "ikke af en type"),
        ("tom.pdf", b"", "Filen er tom"),
        ("stor.txt", b"a" * (20 * 1024 * 1024 + 1), "større end grænsen på 20 MB"),
    ]:
        upload(order, name, content, "Forkert fil")
        expect(order.locator("#upload-file-error")).to_contain_text(words)
        expect(order.locator('[role="alert"] a')).to_have_attribute("href", "#upload-file")


def test_a_document_is_removed_with_a_reason(order):
    upload(order, "fejl.txt", "blåbær til sletning".encode(), "Lagt på ved en fejl", "other")
    line = row(order, "Lagt på ved en fejl")
    line.locator("summary", has_text="Slet indholdet").click()
    line.locator('form[action$="/remove"] [type="submit"]').click()
    expect(order.locator('[role="alert"]')).to_contain_text("Begrundelsen mangler")
    line.locator('input[name="reason"]').fill("Hører til en anden sag")
    line.locator('form[action$="/remove"] [type="submit"]').click()
    expect(row(order, "Lagt på ved en fejl")).to_contain_text("Hører til en anden sag")
    expect(row(order, "Lagt på ved en fejl").locator("a")).to_have_count(0)


def test_a_letter_is_written_read_made_and_sent_without_script(sessions, open_page):
    page = open_page(PHONE, storage_state=sessions("secretariat"), java_script_enabled=False)
    # Which case it is, is found with script.
    finder = open_page(DESKTOP, storage_state=sessions("secretariat"))
    paths.documents(finder)
    page.goto(finder.url.split("?")[0])
    page.locator("#letters a", has_text="Afgørelse om tilhold").click()
    page.locator("#letter-free_text").fill("Begrundelsen med æøå.\n\nOg <b>et afsnit til</b>.")
    page.locator('[value="preview"]').click()
    expect(page.locator(".letter")).to_contain_text("<b>et afsnit til</b>")
    page.locator('[value="make"]').click()
    expect(page.get_by_text("Brevet er gemt som PDF")).to_be_visible()
    line = row(page, "Afgørelse om tilhold").first
    path = line.locator("a").first.get_attribute("href")
    pdf = page.context.request.get(path)
    assert pdf.headers["content-type"] == "application/pdf"
    assert re.match(r"attachment; .*filename\*=UTF-8''Afg%C3%B8relse", pdf.headers["content-disposition"])
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf.body(), capture_output=True, check=True).stdout.decode()
    assert "Begrundelsen med æøå." in text and "Afgørelse om tilhold" in text and "14 dage" in text
    line.locator("summary", has_text="Registrér afsendelse").click()
    line.locator('select[name="channel"]').select_option("digital-post")
    line.locator('form[action$="/send"] [type="submit"]').click()
    expect(row(page, "Afgørelse om tilhold").first).to_contain_text("Digital Post")
    expect(row(page, "Afgørelse om tilhold").first.locator("summary")).to_have_count(0)


def test_a_template_is_edited_shown_and_put_back(sessions, open_page):
    page = open_page(DESKTOP, storage_state=sessions("administrator"))
    page.goto("/letters")
    page.locator("main tbody a", has_text="Svar på din henvendelse").click()
    body = page.locator("#body")
    shipped = body.input_value()
    body.fill("Kære {{reciever_name}}")
    page.locator('[value="save"]').click()
    expect(page.locator("#body-error")).to_contain_text('Mente du "receiver_name"?')
    body.fill("Kære {{receiver_name}}")
    page.locator('[value="preview"]').click()
    expect(page.locator(".letter")).to_contain_text("Kære Mads Prøvesen")
    with page.expect_download() as download:
        page.locator('[formaction$="/pdf"]').click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.locator("#note").fill("Prøve i browseren")
    page.locator('[value="save"]').click()
    expect(page.locator("#versions")).to_contain_text("Prøve i browseren")
    page.locator('#versions a[href$="/versions/0"]').click()
    expect(page.locator("#body")).to_have_value(shipped)
    page.locator('form[action$="/restore"] [type="submit"]').click()
    expect(page.get_by_text("gælder igen")).to_be_visible()
    expect(page.locator("#body")).to_have_value(shipped)
