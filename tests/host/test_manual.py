"""The manual's pages, as files that come with the program."""

from wallboard.host.manual import topics


def test_that_every_page_has_a_name_and_begins_with_its_title() -> None:
    pages = topics()
    assert [page.name for page in pages][:3] == ["desk", "install", "connect-asterisk"]
    assert len({page.name for page in pages}) == len(pages)
    for page in pages:
        assert page.text.startswith(f"# {page.title}\n")
        assert page.title


def test_that_lines_fit_a_terminal() -> None:
    wide = [line for page in topics() for line in page.text.splitlines() if len(line) > 120]
    assert wide == []
