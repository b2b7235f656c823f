"""The page in a real Chromium, headless: Debian's `chromium` and `chromium-driver` (`apt-get install` both)."""

from __future__ import annotations

import base64
import importlib.resources
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from songngu.languages import LanguagePair
from songngu.reports import render
from songngu.scoring import ScoredDocument, ScoredSegment, evaluate, make_judge
from songngu.scoring.history import Run
from songngu.scoring.hter import Edit, EditReport, Review, rate_of

CORPUS = Path(__file__).parents[2] / "corpus"
PAIR = LanguagePair()
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOSTILE = """<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>' onfocus='window.hacked=1"""


def options(profile: Path, *, script: bool = True) -> webdriver.ChromeOptions:
    found = webdriver.ChromeOptions()
    found.binary_location = os.environ.get("SONGNGU_TEST_CHROMIUM", "/usr/bin/chromium")
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,900"):
        found.add_argument(flag)
    if not script:
        found.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    found.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return found


def start(profile: Path, *, script: bool = True) -> webdriver.Chrome:
    service = webdriver.ChromeService(os.environ.get("SONGNGU_TEST_CHROMEDRIVER", "/usr/bin/chromedriver"))
    return webdriver.Chrome(options=options(profile, script=script), service=service)


@pytest.fixture(scope="module")
def browser(tmp_path_factory) -> Iterator[webdriver.Chrome]:
    driver = start(tmp_path_factory.mktemp("profile"))
    # Without a window nothing has :focus until the first click.
    driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """The report on the two articles, translated with words missing; with trends and edit rates."""
    documents = []
    for slug in ("lang-son-armed-forces", "lang-son-defensive-zone"):
        en, vi = (
            (CORPUS / slug / f"reference.{tag}.txt").read_text(encoding="utf-8").splitlines()
            for tag in ("en", "vi")
        )
        segments = [
            ScoredSegment(
                source,
                " ".join(w for i, w in enumerate(target.split()) if (i + number) % 7) or target,
                (target,),
                f"line {number + 1}",
                reviewed=number % 3 == 0,
            )
            for number, (source, target) in enumerate(zip(en, vi, strict=True))
        ]
        documents.append(ScoredDocument(slug, tuple(segments), ("a note",), "songngu-en-vi 1.0", "abc"))
    history = [
        Run(f"2026-0{month}-01T00:00:00Z", "m", "g", 90, {"bleu": 20.0 + month}) for month in (1, 2, 3)
    ]
    path = tmp_path_factory.mktemp("report") / "report.html"
    evaluation = evaluate(documents, PAIR, bootstrap=100, judge=make_judge(PAIR))
    edits = (Edit("a", "một hai", "một hai", 0.0), Edit("b", "một hai", "một mới", 50.0))
    reports = tuple(
        EditReport(each.slug, edits, rate_of(edits, bootstrap=50), 1, f"Người duyệt {n}", "2026-11-27")
        for n, each in enumerate(documents)
    )
    edit_history = [
        Run(f"2026-0{month}-01", "m", "", 9, {"hter": 20.0 + month}, each.slug)
        for month, each in ((1, documents[0]), (2, documents[0]), (3, documents[1]))
    ]
    page = render(
        evaluation,
        PAIR,
        ui="vi",
        history=history,
        review=Review(reports, ((documents[0].slug, ("A sentence.",)),)),
        edit_history=edit_history,
        bootstrap=50,
    )
    path.write_text(page, encoding="utf-8")
    return path


@pytest.fixture
def opened(browser, page) -> webdriver.Chrome:
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    browser.get("about:blank")
    browser.get(page.as_uri())
    browser.execute_script("try { localStorage.clear() } catch (e) {}")
    return browser


def shown(driver: webdriver.Chrome) -> list[str]:
    return driver.execute_script(
        "return [...document.querySelectorAll('#segments > article')].map(each => each.id)"
    )


def wait_for(driver: webdriver.Chrome, condition) -> None:
    WebDriverWait(driver, 5, poll_frequency=0.05).until(condition)


def click(driver: webdriver.Chrome, name: str) -> None:
    """Click a button once it stands still: segments get their height as they scroll into view, and one below them
    would move from under the pointer."""
    button = driver.find_element(By.ID, name)
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    places = [{}]

    def stands_still(driver: webdriver.Chrome) -> bool:
        places.append(
            driver.execute_async_script(
                "requestAnimationFrame(() => arguments[1](arguments[0].getBoundingClientRect().toJSON()))",
                button,
            )
        )
        return places[-2] == places[-1]

    wait_for(driver, stands_still)
    button.click()


def test_it_opens_from_the_disk_without_a_complaint(opened):
    assert opened.find_element(By.TAG_NAME, "h1").text == "Báo cáo chất lượng bản dịch"
    assert [entry for entry in opened.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")] == []
    assert opened.execute_script("return performance.getEntriesByType('resource').length") == 0
    assert len(opened.find_elements(By.CSS_SELECTOR, "figure svg")) == 7


def test_search_finds_words_with_and_without_their_marks(opened):
    everything = shown(opened)
    query = opened.find_element(By.ID, "query")
    query.send_keys("lang son")
    wait_for(opened, lambda driver: 0 < len(shown(driver)) < len(everything))
    without_marks = shown(opened)
    query.clear()
    query.send_keys("phên dậu")
    wait_for(opened, lambda driver: shown(driver) != without_marks)
    assert all(
        "phên" in article.text.lower()
        for article in opened.find_elements(By.CSS_SELECTOR, "#segments > article")
    )
    query.clear()
    query.send_keys("không có từ này đâu")
    wait_for(opened, lambda driver: shown(driver) == [])
    assert opened.find_element(By.ID, "count").text == "Không có phân đoạn nào phù hợp."


def test_filters_and_order(opened):
    Select(opened.find_element(By.ID, "document")).select_by_visible_text("lang-son-armed-forces")
    wait_for(opened, lambda driver: len(shown(driver)) == 24)
    Select(opened.find_element(By.ID, "show")).select_by_value("machine")
    wait_for(opened, lambda driver: len(shown(driver)) == 16)
    Select(opened.find_element(By.ID, "order")).select_by_value("worst")
    wait_for(opened, lambda driver: shown(driver) != sorted(shown(driver), key=lambda name: int(name[1:])))
    scores = [
        float(each.get_attribute("data-score")) for each in opened.find_elements(By.CSS_SELECTOR, ".segment")
    ]
    assert scores == sorted(scores)


def test_pages_turn_and_links_find_their_segment_on_another_page(opened):
    assert len(shown(opened)) == 50
    click(opened, "next")
    wait_for(opened, lambda driver: shown(driver)[0] == "s51")
    opened.execute_script("location.hash = 's3'")
    wait_for(opened, lambda driver: driver.execute_script("return document.activeElement.id") == "s3")
    opened.execute_script("location.hash = 's90'")
    wait_for(opened, lambda driver: driver.execute_script("return document.activeElement.id") == "s90")


def test_the_keyboard_reaches_everything_in_order(opened):
    body = opened.find_element(By.TAG_NAME, "body")
    order = []
    for _ in range(14):
        body.send_keys(Keys.TAB)
        order.append(
            opened.execute_script(
                "const e = document.activeElement; return e.id || e.getAttribute('href') || e.className || e.tagName"
            )
        )
    sections = ["#summary", "#documents", "#edits", "#terms", "#weakest", "#reading"]
    assert order[:8] == ["#reading", "theme", *sections]
    controls = ["query", "document", "show", "highest", "order", "export"]
    opened.execute_script("document.getElementById('query').focus()")
    reached = ["query"]
    for _ in controls[1:]:
        opened.switch_to.active_element.send_keys(Keys.TAB)
        reached.append(opened.switch_to.active_element.get_attribute("id"))
    assert reached == controls


def test_a_term_explains_itself_on_focus(opened):
    opened.execute_script("document.querySelector('#segments .term.missed').focus()")
    tip = opened.execute_script("return getComputedStyle(document.activeElement, '::after').content")
    assert "→" in tip
    assert "(thiếu)" in tip


def test_dark_by_preference_and_by_button(opened):
    paper = "return getComputedStyle(document.body).backgroundColor"
    assert opened.execute_script(paper) == "rgb(255, 255, 255)"
    opened.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    assert opened.execute_script(paper) == "rgb(15, 19, 24)"
    opened.find_element(By.ID, "theme").click()
    assert opened.execute_script(paper) == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_overflows_the_window(opened, width):
    opened.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 740, "deviceScaleFactor": 1, "mobile": True},
    )
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width


def test_print_shows_all_pages_of_segments_and_no_controls(opened):
    pdf = base64.b64decode(opened.print_page())
    assert pdf.startswith(b"%PDF")
    opened.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert len(shown(opened)) == 90
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not opened.find_element(By.ID, "filters").is_displayed()
    assert not opened.find_element(By.ID, "theme").is_displayed()
    opened.execute_script("dispatchEvent(new Event('afterprint'))")
    assert len(shown(opened)) == 50


def test_export_writes_what_is_shown(opened):
    Select(opened.find_element(By.ID, "document")).select_by_visible_text("lang-son-armed-forces")
    wait_for(opened, lambda driver: len(shown(driver)) == 24)
    opened.execute_script(
        "window.saved = null; URL.createObjectURL = (blob) => { blob.text().then((t) => { window.saved = t; });"
        " return '#'; }; HTMLAnchorElement.prototype.click = () => {};"
    )
    opened.find_element(By.ID, "export").click()
    wait_for(opened, lambda driver: driver.execute_script("return window.saved"))
    lines = opened.execute_script("return window.saved").strip().split("\r\n")
    assert len(lines) == 25
    assert lines[0].endswith('"#","document","chrF","Nguyên bản","Bản dịch","Bản tham chiếu","findings"')


@pytest.mark.parametrize(("scheme", "rules"), [("light", []), ("dark", ["color-contrast"])])
def test_axe_finds_nothing_to_mend(opened, scheme, rules):
    opened.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    opened.execute_script(
        (importlib.resources.files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    )
    opened.set_script_timeout(60)
    result = opened.execute_async_script(
        "axe.run(arguments[0].length ? { runOnly: arguments[0] } : {}).then(arguments[1])", rules
    )
    violations = [
        (each["id"], each["impact"], each["nodes"][0]["html"][:200]) for each in result["violations"]
    ]
    assert violations == []
    assert result["passes"]


def test_hostile_text_runs_nowhere(browser, tmp_path):
    segment = ScoredSegment(HOSTILE, HOSTILE, (f"{HOSTILE} khác",), HOSTILE)
    document = ScoredDocument(HOSTILE, (segment, segment), (HOSTILE,), HOSTILE, HOSTILE)
    path = tmp_path / "hostile.html"
    path.write_text(render(evaluate([document], PAIR, bootstrap=0), PAIR, title=HOSTILE), encoding="utf-8")
    browser.get(path.as_uri())
    browser.find_element(By.ID, "query").send_keys(HOSTILE)
    Select(browser.find_element(By.ID, "document")).select_by_index(1)
    wait_for(browser, lambda driver: len(shown(driver)) == 2)
    assert browser.execute_script("return window.hacked") is None
    assert browser.find_element(By.TAG_NAME, "h1").text == HOSTILE
    assert browser.get_log("browser") == []


def test_it_can_be_read_without_script(tmp_path, page):
    driver = start(tmp_path / "profile", script=False)
    try:
        driver.get(page.as_uri())
        assert len(driver.find_elements(By.CSS_SELECTOR, "#segments > article")) == 90
        assert not driver.find_element(By.ID, "filters").is_displayed()
        assert not driver.find_element(By.ID, "theme").is_displayed()
        driver.find_element(By.CSS_SELECTOR, "#segments > article:last-child .term").click()
        assert driver.current_url.rpartition("#")[2].startswith("t")
    finally:
        driver.quit()


def test_five_thousand_segments_stay_usable(browser, tmp_path):
    reference = (
        (CORPUS / "lang-son-armed-forces" / "reference.vi.txt").read_text(encoding="utf-8").splitlines()[:20]
    )
    source = (
        (CORPUS / "lang-son-armed-forces" / "reference.en.txt").read_text(encoding="utf-8").splitlines()[:20]
    )
    segments = tuple(
        ScoredSegment(
            source[n % 20], " ".join(reference[n % 20].split()[1:]), (reference[n % 20],), f"line {n + 1}"
        )
        for n in range(5000)
    )
    evaluation = evaluate([ScoredDocument("long", segments)], PAIR, metrics=("chrf",), bootstrap=0)
    path = tmp_path / "long.html"
    path.write_text(render(evaluation, PAIR), encoding="utf-8")
    started = time.perf_counter()
    browser.get(path.as_uri())
    wait_for(browser, lambda driver: len(shown(driver)) == 50)
    opened = time.perf_counter()
    browser.find_element(By.ID, "query").send_keys("An sinh")
    wait_for(browser, lambda driver: driver.find_element(By.ID, "count").text.startswith("250 of 5000"))
    assert opened - started < 15
    assert time.perf_counter() - opened < 5
