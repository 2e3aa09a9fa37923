"""The console of Prometheus in headless Chromium: the rendered page, its error messages, its picture."""

import os
import re
import shutil
import subprocess

from servers import fetch

# Everything that is not the page is off.
BROWSER = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
           "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync", "--disable-default-apps", "--disable-extensions",
           "--disable-dev-shm-usage", "--hide-scrollbars", "--enable-logging=stderr",
           "--virtual-time-budget=8000")


def browse(url, directory, *arguments):
    """Chromium's output for a page, and the page's messages on the console."""
    profile = os.path.join(directory, "chromium")
    environment = {**os.environ, "HOME": directory, "TZ": "UTC"}
    try:
        result = subprocess.run([*BROWSER, f"--user-data-dir={profile}", *arguments, url],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True, timeout=60, env=environment)
    finally:
        shutil.rmtree(profile, ignore_errors=True)
    assert result.returncode == 0, result.stderr[-2000:]
    return result.stdout, [line for line in result.stderr.splitlines() if "CONSOLE" in line]


def check(url, directory, pictures, wanted):
    """Opens the console, looks for the texts and graphs it must have, and keeps screenshots."""
    source = fetch(url)
    assert "error calling" not in source and "<html" in source, source[:2000]
    dom, complaints = browse(url, directory, "--dump-dom")
    assert not complaints, complaints
    dom = re.sub(r"<script>.*?</script>", "", dom, flags=re.S)
    graphs = re.findall(r'<figure[^>]*data-state="(\w+)"', dom)
    assert len(graphs) == dom.count("<figure ") >= 4 and set(graphs) == {"drawn"}, graphs
    assert len(re.findall(r'<path d="M[^"]*L', dom)) >= 10, "graphs without lines"
    for text in wanted:
        assert text in dom, f"{text} is not on the page"
    for fault in ("NaN", "No data in this time", "&lt;no value&gt;"):
        assert fault not in dom, f"{fault} is on the page"
    os.makedirs(pictures, exist_ok=True)
    for scheme in ("light", "dark"):
        picture = os.path.join(pictures, f"promfile-console-{scheme}.png")
        photograph(url, directory, picture, "1280,1500", scheme)


def first_moment(url, directory):
    """The time at which the page's graphs begin."""
    dom, _ = browse(url, directory, "--dump-dom")
    return int(re.search(r'data-begin="(\d+)"', dom).group(1))


def photograph(url, directory, picture, size, scheme):
    dark = ("--blink-settings=preferredColorScheme=0",) if scheme == "dark" else ()
    _, complaints = browse(url, directory, f"--window-size={size}", *dark, f"--screenshot={picture}")
    assert not complaints, complaints
    with open(picture, "rb") as file:
        assert file.read(8) == b"\x89PNG\r\n\x1a\n" and os.path.getsize(picture) > 20000


# A page of the same server shows the console as wide as a phone is, and says how wide it became. What
# is wider scrolls by itself, within its card.
PHONE = """<!DOCTYPE html>
<html><body style="margin: 0"><iframe src="%s" width="390" height="2600" style="border: 0"></iframe>
<output></output><script>
setTimeout(function () {
  var page = document.querySelector("iframe").contentDocument.documentElement;
  document.querySelector("output").textContent = "phone " + page.scrollWidth + " of " + page.clientWidth;
}, 4000);
</script></body></html>
"""


def check_on_a_phone(server, consoles, directory, pictures, query):
    """`consoles` is the directory that the server's consoles come from."""
    with open(os.path.join(consoles, "phone.html"), "w", encoding="utf-8") as file:
        file.write(PHONE % f"promfile.html?{query}")
    url = f"{server}/consoles/phone.html"
    dom, complaints = browse(url, directory, "--dump-dom")
    assert not complaints, complaints
    assert "<output>phone 390 of 390</output>" in dom, re.findall(r"<output>.*", dom)
    for scheme in ("light", "dark"):
        photograph(url, directory, os.path.join(pictures, f"promfile-console-phone-{scheme}.png"),
                   "500,2600", scheme)
