"""Headless Chromium as a visitor has it, and what it did: requests, console, accessibility."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.conftest import PROJECT

WIDTHS = (1280, 390)
WAIT_SECONDS = 30
AXE = PROJECT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
_OPTIONS = ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=zh-CN")


class Browser:
    """One Chromium. `open` shows a page of a workbench and waits until its last part is there."""

    def __init__(self, downloads: Path) -> None:
        options = Options()
        options.binary_location = shutil.which("chromium") or "chromium is not installed"
        for option in _OPTIONS:
            options.add_argument(option)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options, Service(shutil.which("chromedriver")))
        self.downloads = downloads
        self.driver.execute_cdp_cmd(
            "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(downloads)}
        )

    def open(self, base: str, path: str, width: int = 1280, height: int = 900) -> None:
        self._size(width, height)
        self.driver.get(base + quote(path, safe="/?=&%#.,"))
        self.wait("return document.querySelector('.foot') !== null")

    def _size(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def wait(self, script: str) -> Any:
        """Until a script returns something true; that."""
        return WebDriverWait(self.driver, WAIT_SECONDS).until(lambda driver: driver.execute_script(script), script)

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def text(self) -> str:
        return str(self.driver.find_element(By.CSS_SELECTOR, "body").text)

    def click(self, selector: str, text: str = "") -> None:
        """Click the first element of a selector that holds a text, and wait for the page that it leads to, if any."""
        found = [element for element in self.driver.find_elements(By.CSS_SELECTOR, selector) if text in element.text]
        assert found, f"nothing to click: {selector} {text}"
        self.run("arguments[0].scrollIntoView({block: 'center'})", found[0])
        found[0].click()

    def requests(self) -> list[str]:
        """Every address that the browser asked for since the last look."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [
            event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
        ] + [event["params"]["url"] for event in events if event["method"] == "Network.webSocketCreated"]

    def foreign_requests(self) -> list[str]:
        """Of these, what would leave the machine."""
        here = ("data", "blob", "about", "chrome")
        return [
            url
            for url in self.requests()
            if urlsplit(url).scheme not in here and urlsplit(url).hostname not in ("127.0.0.1", "localhost")
        ]

    def errors(self) -> list[str]:
        """What the console holds against the page."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def violations(self) -> list[str]:
        """What axe holds against the page, by the rules of WCAG 2.1 A and AA."""
        assert AXE.exists(), "run `make test-browser`, which installs axe-core"
        self.run(AXE.read_text("utf8"))
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {runOnly: arguments[0], preload: false}).then(found => done(found.violations.map(one =>"
            " one.id + ': ' + one.nodes.slice(0, 4).map(node => node.target.join(' ') + node.html).join(' | '))))",
            RULES,
        )
        return list(found)

    def screenshot(self, file: Path, most_height: int = 1800) -> None:
        """What a page looks like from its top, as a small file."""
        from io import BytesIO

        from PIL import Image

        width, height = self.run("return [window.innerWidth, document.documentElement.scrollHeight]")
        self._size(width, min(max(height, 600), most_height))
        self.wait("return document.fonts.status === 'loaded'")
        image = Image.open(BytesIO(self.driver.get_screenshot_as_png())).convert("RGB")
        file.parent.mkdir(parents=True, exist_ok=True)
        image = image.resize((image.width * 3 // 4, image.height * 3 // 4)) if image.width > 600 else image
        image.save(file, quality=55, method=6)

    def close(self) -> None:
        self.driver.quit()
