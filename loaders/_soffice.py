"""LibreOffice without a window, as a converter of one document that is not trusted at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gongkai.forms import Text
from gongkai.loaders._limits import MAX_BYTES, over_limit
from gongkai.loaders._program import run_program
from gongkai.loaders._report import UnreadableError

SECONDS: Final = 45.0
"""A report takes about one; more than this is a document made to hang a reader, or one cut to pieces."""

_NAMES: Final = ("soffice", "libreoffice")
_PLACES: Final = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/bin/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_PACKAGED: Final = ("/opt", "libreoffice*/program/soffice")
"""Where LibreOffice's own packages go: a folder a version."""

_SWITCHES: Final = (
    "--headless",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nofirststartwizard",
    "--nolockcheck",
)
_KEPT: Final = ("PATH", "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH")
"""Of the environment; no proxy, no home and no display among them."""
_LIMITED: Final = (
    'ulimit -S -d "$(ulimit -H -d)"; ulimit -v 6000000; ulimit -f 1000000; ulimit -t 120; exec "$@"'
)
"""What a worker may take of memory does not hold here: limits are its own, in KiB, the size of a file in half
KiB (in some shells: KiB), and seconds of CPU."""

_SETTINGS: Final = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "DisableOLEAutomation", "true"),
    ("Office.Common/Security/Scripting", "DisablePythonRuntime", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Office.Writer/Content/Update", "Chart", "false"),
    ("Office.WriterWeb/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    # All that it would fetch after all goes to a proxy that is not there.
    ("Inet/Settings", "ooInetProxyType", "2"),
    *(
        ("Inet/Settings", f"ooInet{kind}Proxy{what}", value)
        for kind in ("HTTP", "HTTPS", "FTP")
        for what, value in (("Name", "127.0.0.1"), ("Port", "9"))
    ),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)

_ABSENT: Final = Text(
    "{path}：这种旧版文档要借助 LibreOffice 读取，本机没有安装。请安装 LibreOffice（例如 apt-get install "
    "libreoffice-writer-nogui，或从其官方网站下载）后重试；或用 WPS 或 Word 打开，另存为 docx 后重新提交",
    "{path}: documents in this old format are read by way of LibreOffice, which is not installed here. "
    "Install LibreOffice (say, apt-get install libreoffice-writer-nogui, or from its own site) and try "
    "again; or open it in WPS or Word, save it as docx and submit that",
)
_TOO_LONG: Final = Text(
    "转换超过{seconds:.0f}秒仍未完成", "converting it took more than {seconds:.0f} seconds"
)
_TOO_MUCH: Final = Text("转换后的文件过大", "the file is too large when converted")
_FAILED: Final = Text(
    "{path}：文档无法转换（可能已损坏或设有密码），没有读取；请用 WPS 或 Word 打开，另存为 docx 后重新提交",
    "{path}: the document could not be converted (damaged, or behind a password?) and was not read; open it "
    "in WPS or Word, save it as docx and submit that",
)


def to_docx(data: bytes, suffix: str, import_filter: str, path: str) -> bytes:
    """The document as docx.

    Every conversion has a folder and a LibreOffice profile of its own, so that many may run at once and none
    learns from another; both are gone afterwards. Macros are off, links are not followed, and the network
    is out of reach. The file's own name is never used.

    Args:
        data: the document.
        suffix: the suffix of its format, with its dot.
        import_filter: LibreOffice's name of the format; with it, it does not guess.
        path: the document's name, for people.

    Raises:
        UnreadableError: code `needs_libreoffice`, `limit`, or `damaged` where nothing comes out.
    """
    program = find_libreoffice()
    if program is None:
        raise UnreadableError("needs_libreoffice", _ABSENT.format(path=path))
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        profile = room / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        source = room / f"submission{suffix}"
        source.write_bytes(data)
        command = (
            program,
            *_SWITCHES,
            f"-env:UserInstallation={profile.as_uri()}",
            f"--infilter={import_filter}",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(room / "out"),
            str(source),
        )
        _run(command, room, path)
        return _taken(room / "out" / "submission.docx", path)


def find_libreoffice() -> str | None:
    """Where LibreOffice is installed; looked up anew each time, since installing it is the remedy."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    return next((str(place) for place in _places() if place.is_file()), None)


def _places() -> Iterator[Path]:
    yield from map(Path, _PLACES)
    folder, pattern = _PACKAGED
    yield from sorted(Path(folder).glob(pattern), reverse=True)


def _run(command: tuple[str, ...], room: Path, path: str) -> None:
    if sys.platform != "win32":
        command = ("/bin/sh", "-c", _LIMITED, "sh", *command)
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(room))
    environment |= {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    try:
        run_program(command, room, environment, SECONDS)
    except OSError as error:
        raise UnreadableError("needs_libreoffice", _ABSENT.format(path=path)) from error
    except subprocess.TimeoutExpired as error:
        raise over_limit(path, _TOO_LONG.format(seconds=SECONDS)) from error


def _taken(written: Path, path: str) -> bytes:
    try:
        with written.open("rb") as file:
            docx = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableError("damaged", _FAILED.format(path=path)) from error
    if len(docx) > MAX_BYTES:
        raise over_limit(path, _TOO_MUCH)
    return docx
